package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tasks end now: those that are to be replaced as far as others stand in for them, then those
 * that are too many. No healthy task ends when fewer healthy ones than the least would be left.
 */
final class Departures {
  private final ServiceView view;
  private final Roster roster;
  private final Bounds bounds;
  private final Map<DeploymentId, Long> places = new HashMap<>();
  private final List<TaskView> chosen = new ArrayList<>();
  private int healthy;

  private Departures(ServiceView view, Roster roster, Bounds bounds) {
    this.view = view;
    this.roster = roster;
    this.bounds = bounds;
    for (Deployment deployment : view.deployments()) {
      places.put(deployment.id(), deployment.place());
    }
    this.healthy = Roster.healthy(roster.keepers()) + Roster.healthy(roster.leavers());
  }

  static List<TaskView> choose(ServiceView view, Roster roster, Bounds bounds) {
    Departures departures = new Departures(view, roster, bounds);
    departures.lost();
    departures.replaced();
    departures.tooMany(view.service().desiredCount());
    if (departures.chosen.isEmpty()) {
      departures.inTheWay(view.service().desiredCount());
    }
    return List.copyOf(departures.chosen);
  }

  /**
   * Where proxies still reach one on a lost host it serves on, until another does in its place;
   * then it shall end, and does so when its host is there again.
   */
  private void lost() {
    int missing = view.service().desiredCount() - Roster.healthy(roster.keepers());
    List<TaskView> running = new ArrayList<>();
    for (TaskView task : roster.lost()) {
      if (task.stage() == TaskView.Stage.PENDING) {
        chosen.add(task);
      } else {
        running.add(task);
      }
    }
    running.stream().limit(Math.max(0, running.size() - Math.max(0, missing))).forEach(chosen::add);
  }

  /** One that does not run yet is of no use to anybody; of the others, the least useful first. */
  private void replaced() {
    List<TaskView> running = new ArrayList<>();
    for (TaskView leaver : roster.leavers()) {
      if (leaver.stage() == TaskView.Stage.PENDING) {
        chosen.add(leaver);
      } else {
        running.add(leaver);
      }
    }
    running.sort(
        Comparator.comparing(TaskView::isHealthy)
            .thenComparing(task -> !task.verdict().isFailing())
            .thenComparingLong(task -> places.getOrDefault(task.deployment(), 0L))
            .thenComparing(TaskView::createdAt)
            .thenComparing(TaskView::id));
    int stillNeeded = Math.max(0, bounds.least() - Roster.healthy(roster.keepers()));
    running.stream().limit(Math.max(0, running.size() - stillNeeded)).forEach(this::chooseIfSpared);
  }

  /**
   * Those that do not run yet first, then those that are not healthy, then one of the place that
   * the strategies would have chosen last, so that what is left lies as they want it.
   */
  private void tooMany(int desiredCount) {
    List<TaskView> left = new ArrayList<>(roster.keepers());
    int surplus = left.size() - desiredCount;
    if (surplus <= 0) {
      return;
    }
    Crowding crowding = Crowding.of(view, left);
    for (int round = 0; round < Math.min(surplus, Turn.MOST_STEPS); round++) {
      TaskView next =
          left.stream()
              .min(
                  Comparator.comparing(TaskView::stage)
                      .thenComparing(TaskView::isHealthy)
                      .thenComparing(crowding.mostCrowdedFirst())
                      .thenComparing(TaskView::createdAt, Comparator.reverseOrder())
                      .thenComparing(TaskView::id))
              .orElseThrow();
      left.remove(next);
      crowding.withdraw(next);
      chooseIfSpared(next);
    }
  }

  /**
   * Nobody stands in for a task that fails, and while it is there nobody can: it makes room, one at
   * a time, and the next one when its replacement has proven itself.
   */
  private void inTheWay(int desiredCount) {
    boolean isSettled =
        roster.ending().isEmpty() && Roster.healthy(roster.keepers()) == roster.keepers().size();
    boolean isFull = roster.keepers().size() < desiredCount && roster.living() >= bounds.most();
    if (isSettled && isFull) {
      roster.leavers().stream()
          .filter(task -> !task.isHealthy())
          .min(Comparator.comparing(TaskView::createdAt).thenComparing(TaskView::id))
          .ifPresent(chosen::add);
    }
  }

  private void chooseIfSpared(TaskView task) {
    if (!task.isHealthy()) {
      chosen.add(task);
    } else if (healthy > bounds.least()) {
      healthy--;
      chosen.add(task);
    }
  }
}
