package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a task has come, as its host reported; each state holds what exists in it. States only
 * move forward, in the order in which they stand here.
 */
public sealed interface TaskState {

  /** Placed on its host, which pulls, creates or waits for dependencies. */
  record Pending() implements TaskState {}

  /** Every container reached its steady state. */
  record Running(Instant startedAt) implements TaskState {}

  /** Told to stop; containers may still run. A task that never ran has no start. */
  record Stopping(Optional<Instant> startedAt, Instant stoppingAt, StopCause cause)
      implements TaskState {}

  /** Every container has ended and the host's resources are free again. */
  record Stopped(Optional<Instant> startedAt, Instant stoppedAt, StopCause cause)
      implements TaskState {}
}
