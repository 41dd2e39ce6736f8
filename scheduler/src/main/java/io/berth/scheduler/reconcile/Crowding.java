package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a service has more tasks than its strategies would have put there: the other way round than
 * placement, which looks for the best place. Hosts that are not preferred come first, then of a
 * spread the fullest branch, of a binpack the emptiest host, and the first strategy counts before
 * the next one.
 */
final class Crowding {
  private final ServiceView view;
  private final List<Strategy> strategies;
  private final Map<Object, Mark> known = new HashMap<>();
  private final Map<TaskId, List<Mark>> marks = new HashMap<>();

  private Crowding(ServiceView view) {
    this.view = view;
    this.strategies = view.service().wish().effectiveStrategies();
  }

  /** Counts these tasks and no others: those that end already do not crowd a place. */
  static Crowding of(ServiceView view, List<TaskView> tasks) {
    Crowding crowding = new Crowding(view);
    tasks.forEach(crowding::count);
    return crowding;
  }

  Comparator<TaskView> mostCrowdedFirst() {
    return (one, other) -> compare(marks(one), marks(other));
  }

  void withdraw(TaskView task) {
    marks(task).forEach(Mark::withdraw);
  }

  private record Emptiness(HostId host, Strategy.Resource resource) {}

  /** What a strategy thinks of a place; the tasks there share it. */
  private static final class Mark {
    private final long changeByTask;
    private long weight;

    Mark(long weight, long changeByTask) {
      this.weight = weight;
      this.changeByTask = changeByTask;
    }

    void withdraw() {
      weight -= changeByTask;
    }
  }

  private void count(TaskView task) {
    List<String> branch = new ArrayList<>();
    List<Mark> ofTask = new ArrayList<>();
    ofTask.add(new Mark(where(task.host()).unmet(), 0));
    for (Strategy strategy : strategies) {
      switch (strategy) {
        case Strategy.Anywhere() -> {}
        case Strategy.SpreadOverHosts() -> ofTask.add(joined(branch, task.host().text()));
        case Strategy.SpreadOverAttribute(var name) ->
            ofTask.add(joined(branch, where(task.host()).attributes().getOrDefault(name, "")));
        case Strategy.Binpack(var resource) -> ofTask.add(emptiness(task.host(), resource));
      }
    }
    marks.put(task.id(), ofTask);
  }

  /** The branch that lies one division deeper, with one task more. */
  private Mark joined(List<String> branch, String value) {
    branch.add(value);
    Mark mark = known.computeIfAbsent(List.copyOf(branch), _ -> new Mark(0, 1));
    mark.weight++;
    return mark;
  }

  /** However much a task leaves behind: the emptiest host is the emptiest one all the more. */
  private Mark emptiness(HostId host, Strategy.Resource resource) {
    return known.computeIfAbsent(
        new Emptiness(host, resource),
        _ ->
            switch (resource) {
              case CPU -> new Mark(where(host).freeCpuUnits(), -1);
              case MEMORY -> new Mark(where(host).freeMemoryMib(), -1);
            });
  }

  private Whereabouts where(HostId host) {
    return view.hosts().getOrDefault(host, Whereabouts.UNKNOWN);
  }

  private List<Mark> marks(TaskView task) {
    return marks.getOrDefault(task.id(), List.of());
  }

  private static int compare(List<Mark> one, List<Mark> other) {
    for (int place = 0; place < one.size(); place++) {
      int order = Long.compare(other.get(place).weight, one.get(place).weight);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
