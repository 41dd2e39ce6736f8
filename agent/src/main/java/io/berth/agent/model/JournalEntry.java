package io.berth.agent.model;

/** One fact that a host remembers over the end of its agent; a later one of a kind wins. */
public sealed interface JournalEntry {

  /** The task is promised so, now. */
  record Promised(Assignment assignment) implements JournalEntry {}

  /** The task is so far; without its promise it means nothing. */
  record Reached(TaskStatus status) implements JournalEntry {}

  /** The scheduler has forgotten the task; it is kept until nothing of it is left here. */
  record Forgotten(TaskId taskId) implements JournalEntry {}

  /** Nothing of the task is left, here or at the scheduler. */
  record Dropped(TaskId taskId) implements JournalEntry {}

  /** What is promised is this version of the desired state. */
  record Versioned(StateVersion version) implements JournalEntry {}

  /** The port is freed and may not be picked. */
  record Held(HeldPort port) implements JournalEntry {}

  /** The port may be picked again. */
  record Released(HeldPort.Release release) implements JournalEntry {}

  /** This agent has pulled the image of that reference. */
  record Pulled(String reference) implements JournalEntry {}

  /** The host held this lease; told while a singleton lives here. */
  record Leased(LeaseTerm term) implements JournalEntry {}

  /** Whose promises these are: the identity of the agent. */
  record Owned(String agent) implements JournalEntry {}

  /** Which tasks have ended with the host is settled for the boot of this id. */
  record Settled(String bootId) implements JournalEntry {}
}
