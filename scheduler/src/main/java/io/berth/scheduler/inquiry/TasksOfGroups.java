package io.berth.scheduler.inquiry;

import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskCounts;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many tasks of the group of a request each host has, gathered from a state of which nobody
 * keeps count: only for a request whose answer depends on it.
 */
record TasksOfGroups(ReadTx state, RunTask request) {

  /** Of hosts with some; of none where no constraint asks for it. */
  Map<HostId, TaskCounts> counts() {
    if (!(request.where() instanceof RunTask.Where.Placed placed)
        || !placed.constraints().contains(new Constraint.DistinctHosts())) {
      return Map.of();
    }
    Map<HostId, TaskCounts> counts = new HashMap<>();
    for (Task task : candidates()) {
      if (!task.isOver() && task.order().group().equals(request.group())) {
        counts.merge(task.host(), TaskCounts.NONE.plus(task), (before, _) -> before.plus(task));
      }
    }
    return counts;
  }

  /** Whoever asks for a service need not look at all others. */
  private Iterable<Task> candidates() {
    Optional<Membership> membership = request.membership();
    return membership.isPresent()
        ? state.rowsWith(Tables.TASKS, Tables.LIVING_TASKS_BY_SERVICE, membership.get().service())
        : state.rowsWith(Tables.TASKS, Tables.TASKS_BY_CLUSTER, request.cluster());
  }
}
