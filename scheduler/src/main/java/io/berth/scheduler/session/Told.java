package io.berth.scheduler.session;

import io.berth.proto.agent.DesiredTaskState;

/** What an agent knows of a task, as far as this scheduler can tell. */
enum Told {
  /** Its inventory names it; what it was told is not known here. */
  NAMED,
  /** It was told to run it. */
  RUN,
  /** It was told to stop it. */
  STOP,
  /** It has ended over there, and nobody knows it here any more. */
  ENDED;

  /** As the agent itself says it. */
  static Told of(DesiredTaskState promised) {
    return switch (promised) {
      case DESIRED_TASK_STATE_RUN -> RUN;
      case DESIRED_TASK_STATE_STOP -> STOP;
      case DESIRED_TASK_STATE_UNSPECIFIED, UNRECOGNIZED -> NAMED;
    };
  }
}
