package io.berth.agent.engine;

/** A verb of the port that a fake engine can be told to spoil. */
public enum EngineVerb {
  DESCRIBE,
  PING,
  PULL,
  IMAGE,
  CREATE,
  START,
  INSPECT,
  STOP,
  KILL,
  REMOVE,
  LIST,
  /** All verbs about volumes. */
  VOLUME,
  EVENTS
}
