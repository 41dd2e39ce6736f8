package io.berth.scheduler.explain;

import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.placement.Obstacle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds as few tasks of a host as it can whose end would remove some reasons. It takes the one that
 * gives back most of what is lacking, again and again, and then leaves out whichever is not needed:
 * where one thing is lacking there are no fewer.
 */
final class Stopping {
  /** Nobody stops more for the sake of one. */
  static final int MOST_STOPPED = 10;

  private final Trial trial;
  private final Set<Reason> wanted = new HashSet<>();
  private final List<Tenant> tenants = new ArrayList<>();
  private final Patience.Budget budget;

  private Stopping(Trial trial, List<Reason> reasons, Patience.Budget budget) {
    this.trial = trial;
    this.budget = budget;
    reasons.forEach(reason -> wanted.add(reason.alike()));
    trial.scene().tasks(trial.sight().id()).stream()
        .filter(task -> !trial.stopped().contains(task.id()))
        .map(task -> new Tenant(task, trial.sight().host().facts()))
        .forEach(tenants::add);
    // Those that end anyway are the first of equal ones.
    tenants.sort(
        Comparator.<Tenant, Boolean>comparing(tenant -> tenant.task().isWanted())
            .thenComparing(tenant -> tenant.task().id()));
  }

  /** None where no tasks are to blame, or too many. */
  static Optional<Change.StopTasks> fewest(
      Trial trial, List<Reason> reasons, Patience.Budget budget) {
    Stopping stopping = new Stopping(trial, reasons, budget);
    budget.spend(stopping.tenants.size());
    return stopping.find();
  }

  private Optional<Change.StopTasks> find() {
    List<Tenant> chosen = new ArrayList<>();
    List<Reason> left = left(chosen);
    while (!left.isEmpty()) {
      Optional<Tenant> next = best(left, chosen);
      if (next.isEmpty() || chosen.size() == MOST_STOPPED || !budget.spend(1)) {
        return Optional.empty();
      }
      chosen.add(next.get());
      left = left(chosen);
    }
    for (Tenant tenant : List.copyOf(chosen)) {
      List<Tenant> fewer = chosen.stream().filter(other -> !other.equals(tenant)).toList();
      if (budget.spend(1) && left(fewer).isEmpty()) {
        chosen.remove(tenant);
      }
    }
    return Optional.of(change(chosen)).filter(change -> !change.tasks().isEmpty());
  }

  private List<Reason> left(List<Tenant> chosen) {
    return trial.with(change(chosen)).reasons().stream()
        .filter(reason -> wanted.contains(reason.alike()))
        .toList();
  }

  private static Change.StopTasks change(List<Tenant> chosen) {
    List<TaskId> ids = chosen.stream().map(tenant -> tenant.task().id()).sorted().toList();
    return new Change.StopTasks(ids);
  }

  /** The one that gives back most: what is more than enough of one thing does not count. */
  private Optional<Tenant> best(List<Reason> left, List<Tenant> chosen) {
    Tenant best = null;
    double most = 0;
    for (Tenant tenant : tenants) {
      double gain = gain(tenant, left);
      if (gain > most && !chosen.contains(tenant)) {
        best = tenant;
        most = gain;
      }
    }
    return Optional.ofNullable(best);
  }

  private static double gain(Tenant tenant, List<Reason> left) {
    double gain = 0;
    for (Reason reason : left) {
      if (reason instanceof Reason.Meets(Obstacle obstacle)) {
        long missing = Tenant.missing(obstacle);
        gain += Math.min(1.0, (double) tenant.share(obstacle) / missing);
      }
    }
    return gain;
  }
}
