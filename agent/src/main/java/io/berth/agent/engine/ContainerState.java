package io.berth.agent.engine;

/** What an engine says a container does. */
public enum ContainerState {
  /** Made, never started. */
  CREATED,
  /** Its main process runs; also while somebody has paused it. */
  RUNNING,
  /** It has run and ended. */
  ENDED,
  /** It is being removed, or the engine failed to. */
  REMOVING
}
