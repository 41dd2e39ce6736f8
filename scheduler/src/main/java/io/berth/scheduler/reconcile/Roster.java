package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks of a service by what shall become of them.
 *
 * @param keepers of the newest deployment, with nothing against them
 * @param leavers that shall be replaced: of an older deployment, on a host that is to be emptied,
 *     or failing for longer than they may
 * @param lost that shall be replaced, and nobody knows whether they are still there: they count
 *     neither as there nor as healthy
 * @param ending that shall end already; they count until they are over, or their host is lost
 * @param perDeployment how many of all of these each deployment has
 * @param nextChange when the first of the keepers may fail, or be on a lost host, no longer
 */
record Roster(
    List<TaskView> keepers,
    List<TaskView> leavers,
    List<TaskView> lost,
    List<TaskView> ending,
    Map<DeploymentId, Integer> perDeployment,
    Optional<Instant> nextChange) {

  static Roster of(ServiceView view, Instant now) {
    Optional<DeploymentId> newest = view.deployments().stream().findFirst().map(Deployment::id);
    Duration grace = view.service().wish().healthGrace().orElse(Duration.ZERO);
    List<TaskView> keepers = new ArrayList<>();
    List<TaskView> leavers = new ArrayList<>();
    List<TaskView> lost = new ArrayList<>();
    List<TaskView> ending = new ArrayList<>();
    Map<DeploymentId, Integer> perDeployment = new HashMap<>();
    Optional<Instant> nextChange = Optional.empty();
    for (TaskView task : view.tasks()) {
      perDeployment.merge(task.deployment(), 1, Integer::sum);
      boolean isNewest = newest.filter(task.deployment()::equals).isPresent();
      boolean isLost = task.footing() instanceof Footing.Lost gone && gone.isDue(now);
      if (!task.isWanted()) {
        if (!isLost) {
          ending.add(task);
        }
      } else if (isLost) {
        lost.add(task);
      } else if (!isNewest
          || task.footing() instanceof Footing.Leaving
          || failsTooLong(task, grace, now)) {
        leavers.add(task);
      } else {
        keepers.add(task);
        nextChange = Wakes.earlier(nextChange, changesAt(task, grace));
      }
    }
    return new Roster(keepers, leavers, lost, ending, perDeployment, nextChange);
  }

  int living() {
    return keepers.size() + leavers.size() + ending.size();
  }

  Plan.There there() {
    return new Plan.There(keepers.size(), leavers.size() + lost.size(), ending.size());
  }

  boolean has(Deployment deployment) {
    return perDeployment.containsKey(deployment.id());
  }

  static int healthy(List<TaskView> tasks) {
    return (int) tasks.stream().filter(TaskView::isHealthy).count();
  }

  /** When a keeper is one no longer, if nothing happens to it. */
  private static Optional<Instant> changesAt(TaskView task, Duration grace) {
    Optional<Instant> givenUpAt =
        task.footing() instanceof Footing.Lost(var from) ? Optional.of(from) : Optional.empty();
    return isFailing(task)
        ? Wakes.earlier(givenUpAt, task.startedAt().map(at -> at.plus(grace)))
        : givenUpAt;
  }

  private static boolean isFailing(TaskView task) {
    return task.stage() == TaskView.Stage.RUNNING && task.verdict().isFailing();
  }

  private static boolean failsTooLong(TaskView task, Duration grace, Instant now) {
    Instant since = task.startedAt().orElse(task.createdAt());
    return isFailing(task) && !now.isBefore(since.plus(grace));
  }
}
