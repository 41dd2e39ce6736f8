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
  /** The scheduler's journal does not keep every line of history. */
  CAUSE_LOST,
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
  NEVER_QUIET,
  /** A task is stopped while its target drains. */
  STOPPED_BEFORE_DRAINED,
  /** The scheduler ends the draining of targets long before their delay is over. */
  DELAY_CUT_SHORT,
  /** A target counts as healthy for all proxies as soon as one of them says so. */
  HEALTHY_BY_ONE,
  /** A proxy acknowledges a table before its requests go by it. */
  ACKNOWLEDGED_BEFORE_SWAP,
  /** A proxy reports nothing in flight to targets that drain. */
  IN_FLIGHT_FORGOTTEN,
  /** In a full sync, targets that drain come as active ones. */
  DRAIN_MARK_LOST,
  /** A proxy's disk does not take every table that it says it has. */
  TABLE_NOT_KEPT,
  /** A proxy sends a request to a target of any group now and then. */
  SENT_TO_ANY_GROUP,
  /** Ports are released to an agent with the end of their task, whoever may still send there. */
  PORT_RELEASED_EARLY,
  /** On the board, a task that stops takes nothing any more. */
  STOPPING_TAKES_NOTHING,
  /** The board does not hear that a transaction was undone, so that it has a task too many. */
  UNDO_MISSED,
  /** On the board, a host has no task of a group before that runs. */
  DISTINCT_SEES_RUNNING_ONLY,
  /** On the board, hosts have the attributes that their users first put. */
  ROW_OF_HOST_OLD,
  /** On the board, hosts stay of the kind of which they were first. */
  KIND_NOT_LEFT,
  /** Placement hears of no port that tasks name. */
  FIXED_PORT_TAKEN_TWICE,
  /** The scheduler's front drops what a request prefers. */
  PREFERENCE_DROPPED,
  /** The scheduler's front drops what a service wants for the loss of a host. */
  LOSS_POLICY_DROPPED,
  /** A host that was lost is never told to stop what was replaced. */
  FENCE_FORGOTTEN,
  /** An agent is told that its tasks may outlive its lease for longer than the scheduler waits. */
  LEASE_NOT_AWAITED,
  /** An agent counts its lease on the clock on the wall. */
  LEASE_BY_WALL_CLOCK,
  /** No brake holds, however many are silent at once. */
  BRAKE_MISSING,
  /** The brake holds only when more are silent than may be. */
  BRAKE_LATE,
  /** Nobody is ever given up. */
  NEVER_GIVEN_UP,
  /** The clock by which a scheduler that has begun anew waits for all hosts is too fast. */
  GIVEN_UP_TOO_SOON
}
