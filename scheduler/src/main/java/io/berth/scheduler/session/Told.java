package io.berth.scheduler.session;

/** What an agent knows of a task, as far as this scheduler can tell. */
enum Told {
  /** Its inventory names it; what it was told is not known here. */
  NAMED,
  /** It was told to run it. */
  RUN,
  /** It was told to stop it. */
  STOP
}
