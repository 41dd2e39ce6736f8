package io.berth.scheduler.inquiry;

import io.berth.scheduler.control.HostViews;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.explain.HostSight;
import io.berth.scheduler.explain.Scene;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskCounts;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.placement.HostView;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The hosts of a request's cluster at one moment, by the views that placement decides on. */
final class ClusterScene implements Scene {
  private final ReadTx state;
  private final RunTask request;
  private final Set<TaskId> absent;
  private final Map<HostId, TaskCounts> ofGroup;

  /**
   * Some tasks are to count as if they were over.
   *
   * @param absent these
   */
  ClusterScene(ReadTx state, RunTask request, Set<TaskId> absent) {
    this.state = state;
    this.request = request;
    this.absent = Set.copyOf(absent);
    this.ofGroup = new TasksOfGroups(state, request).counts();
  }

  @Override
  public List<HostSight> hosts() {
    List<HostSight> hosts = new ArrayList<>();
    for (Host host : state.rowsWith(Tables.HOSTS, Tables.HOSTS_BY_CLUSTER, request.cluster())) {
      if (host.status() != Host.Status.INACTIVE) {
        hosts.add(new HostSight(host, view(host, absent)));
      }
    }
    return hosts;
  }

  @Override
  public List<Task> tasks(HostId host) {
    List<Task> tasks = new ArrayList<>();
    for (Task task : state.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host)) {
      if (!task.isOver() && !absent.contains(task.id())) {
        tasks.add(task);
      }
    }
    return tasks;
  }

  @Override
  public HostView without(HostId host, Set<TaskId> tasks) {
    Set<TaskId> all = new HashSet<>(absent);
    all.addAll(tasks);
    return view(state.find(Tables.HOSTS, host).orElseThrow(), all);
  }

  @Override
  public List<Target> heldTargets(HostId host) {
    List<Target> held = new ArrayList<>();
    state.rowsWith(Tables.TARGETS, Tables.TARGETS_HELD_ON_HOST, host).forEach(held::add);
    return held;
  }

  private HostView view(Host host, Set<TaskId> without) {
    TaskCounts counts = ofGroup.getOrDefault(host.id(), TaskCounts.NONE);
    for (TaskId id : without) {
      counts =
          state
              .find(Tables.TASKS, id)
              .filter(task -> task.host().equals(host.id()))
              .filter(task -> task.order().group().equals(request.group()))
              .filter(_ -> ofGroup.containsKey(host.id()))
              .map(counts::minus)
              .orElse(counts);
    }
    var tasksOfGroup =
        new HostView.TasksOfGroup(counts.running() + counts.pending(), counts.alive());
    return HostViews.view(state, host, request, new HostViews.Present(tasksOfGroup, without));
  }
}
