package io.berth.agent.link;

import io.berth.agent.task.TaskRunners;
import java.time.Duration;

/**
 * The time for which this host may trust its place, counted on the clock that goes on while the
 * host is suspended. Outlives sessions; its end is told even when no session is there. May be used
 * by any thread.
 */
public final class Lease {
  private final TaskRunners runners;
  private Duration until = Duration.ZERO;
  private boolean held;

  /** Nothing is held until the scheduler grants it. */
  public Lease(TaskRunners runners) {
    this.runners = runners;
  }

  /** From the newest grant; it may also be shorter than the one before. */
  void grant(Duration end, Moment now) {
    synchronized (this) {
      until = end;
    }
    turn(now);
  }

  /** Tells the tasks when it has begun or ended since the last turn. */
  public synchronized void turn(Moment now) {
    boolean holds = now.isBefore(until);
    if (holds == held) {
      return;
    }
    held = holds;
    // Within the lock, or an end could be told before the beginning that it ends. They only note
    // it.
    if (holds) {
      runners.leaseBegan();
    } else {
      runners.leaseEnded();
    }
  }

  /** When it ends, unless it is granted anew. */
  synchronized Duration until() {
    return until;
  }
}
