package io.berth.scheduler.session;

import io.berth.proto.agent.TaskStatus;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.util.Optional;

/** Keeps out what is told of a task by another lease than the one that it was given. */
final class Fence {
  private Fence() {}

  /** What is wrong with the number in a status; empty: nothing. */
  static Optional<String> against(Snapshot state, TaskId id, TaskStatus status) {
    if (!status.hasLeaseNumber()) {
      return Optional.empty();
    }
    long told = status.getLeaseNumber();
    return state
        .find(Tables.TASKS, id)
        .filter(task ->
            task.order().lease().map(TaskLease::number).filter(given -> given == told).isEmpty())
        .map(task ->
            "it is told to run by lease number "
                + Long.toUnsignedString(told)
                + ", and was given "
                + task.order().lease().map(lease -> "number " + lease.number()).orElse("none"));
  }
}
