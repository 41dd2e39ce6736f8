package io.berth.agent.engine;

import io.berth.agent.model.ContainerId;
import io.berth.agent.model.TaskId;
import java.time.Instant;

/** Says that something has happened to a container of ours; what is now so, inspect tells. */
public record ContainerEvent(
    Kind kind, ContainerId id, TaskId taskId, String containerName, Instant at) {

  /** What has happened. */
  public enum Kind {
    STARTED,
    /** Its memory was used up; an end may follow or not. */
    OUT_OF_MEMORY,
    /** Its main process has ended. */
    ENDED,
    /** Its health check says something else than before. */
    HEALTH_CHANGED,
    /** It is gone from the engine. */
    REMOVED
  }
}
