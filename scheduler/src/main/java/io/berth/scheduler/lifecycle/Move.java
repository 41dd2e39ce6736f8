package io.berth.scheduler.lifecycle;

import io.berth.scheduler.model.Task;

/** What becomes of a task when something happens. */
public sealed interface Move {

  /** It is so now. */
  record Moved(Task task) implements Move {}

  /** Nothing new: what was told is late, doubled or known. */
  record Ignored(String why) implements Move {}

  /** It cannot be: what was told contradicts what is certain. */
  record Refused(String why) implements Move {}
}
