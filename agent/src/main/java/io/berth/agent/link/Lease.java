package io.berth.agent.link;

import io.berth.agent.model.LeaseTerm;
import io.berth.agent.task.TaskRunners;
import io.berth.base.Moment;
import java.time.Duration;

/**
 * The time for which this host may trust its place, counted on the clock that goes on while the
 * host is suspended. Outlives sessions; its end is told even when no session is there. May be used
 * by any thread.
 */
public final class Lease {
  private final TaskRunners runners;
  private final String bootId;
  private Duration until;
  private boolean held;

  /** Whether the tasks have been told anything yet. */
  private boolean told;

  /**
   * What an earlier agent held in this life of the host is held still. When nobody knows of a
   * lease, there is none: its end is told at the first turn, since whatever is a singleton here may
   * have a successor elsewhere.
   */
  public Lease(TaskRunners runners, String bootId) {
    this.runners = runners;
    this.bootId = bootId;
    this.until =
        runners
            .lease()
            .filter(term -> term.bootId().equals(bootId))
            .map(LeaseTerm::until)
            .orElse(Duration.ZERO);
  }

  /** From the newest grant; it may also be shorter than the one before. */
  void grant(Duration end, Moment now) {
    synchronized (this) {
      until = end;
      // Written down before anything may start by it.
      runners.leaseGranted(new LeaseTerm(bootId, end));
    }
    turn(now);
  }

  /** Tells the tasks when it has begun or ended since the last turn. */
  public synchronized void turn(Moment now) {
    boolean holds = now.isBefore(until);
    if (told && holds && held) {
      return;
    }
    told = true;
    held = holds;
    // Within the lock, or an end could be told before the beginning that it ends. They only note
    // it.
    if (holds) {
      runners.leaseBegan();
    } else {
      runners.leaseEnded(now.sinceBoot().minus(until));
    }
  }
}
