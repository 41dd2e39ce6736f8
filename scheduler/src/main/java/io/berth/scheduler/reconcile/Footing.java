package io.berth.scheduler.reconcile;

import java.time.Instant;

/** What is to be expected of the host that a task is on. */
public sealed interface Footing {
  /** It takes tasks. */
  Footing FIRM = new Firm();

  /** It is to be emptied. */
  Footing LEAVING = new Leaving();

  /** It takes tasks, and keeps those that it has. */
  record Firm() implements Footing {}

  /** It is to be emptied. */
  record Leaving() implements Footing {}

  /** It was lost, and from then on another task is to take over. */
  record Lost(Instant from) implements Footing {
    /** Whether it is time. */
    public boolean isDue(Instant now) {
      return !now.isBefore(from);
    }
  }
}
