package io.berth.scheduler.model;

import java.time.Duration;

/**
 * Ties a task to the lease of its host: when that has ended, the host stops the task, and only then
 * another one takes over.
 *
 * @param number higher with each task of the service, so that whoever is written to can tell an old
 *     one from its successor
 * @param patience how long after the end of the lease the task may go on
 */
public record TaskLease(long number, Duration patience) {
  /** The variable in which the containers of the task find the number. */
  public static final String VARIABLE = "BERTH_LEASE_NUMBER";

  public TaskLease {
    Require.positive(number, "number");
  }

  /** That of so many tasks later. */
  public TaskLease after(int tasks) {
    return new TaskLease(number + tasks, patience);
  }
}
