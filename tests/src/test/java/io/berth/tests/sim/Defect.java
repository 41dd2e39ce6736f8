package io.berth.tests.sim;

/**
 * Bugs that can be planted around the code under test, to see that the simulator finds them. Each
 * sits in a port that the simulator owns anyway; nothing of it is in production code.
 */
enum Defect {
  /** The scheduler's disk says that it has synced and has not. */
  STATE_NOT_SYNCED,
  /** The scheduler's journal answers at once and writes a little later. */
  ANSWER_BEFORE_COMMIT,
  /** The scheduler's journal does not find every task again. */
  JOURNAL_FORGETS_TASK,
  /** The scheduler's front drops the token of a request, so that a retry is another request. */
  TOKEN_DROPPED,
  /** The scheduler believes that a host has twice what it has. */
  HOST_COUNTED_TWICE,
  /** The scheduler's turn of leases never comes. */
  SILENCE_UNNOTICED,
  /** A difference leaves without its intents. */
  STOP_NOT_SENT,
  /** An agent's disk says that it has forced and has not. */
  AGENT_NOT_FORCED,
  /** An agent acknowledges before its journal has written. */
  ACKNOWLEDGED_BEFORE_JOURNAL,
  /** An agent's journal drops how far a task has come. */
  AGENT_JOURNAL_FORGETS,
  /** A start is carried out twice, the second time with another container. */
  STARTED_TWICE,
  /** A list of the engine lacks a container. */
  CONTAINER_HIDDEN,
  /** A report never leaves its agent. */
  REPORT_DROPPED,
  /** The code with which a container has ended is told as zero. */
  EXIT_CODE_LOST,
  /** An agent tells its tasks anew in each second. */
  NEVER_QUIET
}
