package io.berth.agent.task;

/** Whether a version of the desired state was taken. */
public sealed interface Taken {

  /** It is promised, on disk. */
  record Promised() implements Taken {}

  /** It was not taken, and nothing of it holds. */
  record Refused(Reason reason, String sentence) implements Taken {}

  /** Why a version was not taken. */
  enum Reason {
    /** It builds on a version that this agent does not have. */
    BASE_UNKNOWN,
    /** It is not after the one that this agent has. */
    VERSION_OLD
  }
}
