package io.berth.scheduler.control;

import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.ContainerSight.Health;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.reconcile.ServiceView;
import io.berth.scheduler.reconcile.TaskView;
import io.berth.scheduler.reconcile.TaskView.Stage;
import io.berth.scheduler.reconcile.Verdict;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Services as decisions about them see them. */
public final class ServiceViews {
  private ServiceViews() {}

  /** The deployments of a service, the newest first. */
  public static List<Deployment> deployments(ReadTx tx, ServiceId id) {
    List<Deployment> deployments = new ArrayList<>();
    tx.rowsWith(Tables.DEPLOYMENTS, Tables.DEPLOYMENTS_BY_SERVICE, id).forEach(deployments::add);
    deployments.sort(Comparator.comparingLong(Deployment::place).reversed());
    return deployments;
  }

  /** What the service shall be; one that is not over always has it. */
  static Deployment newest(ReadTx tx, ServiceId id) {
    return deployments(tx, id).getFirst();
  }

  static boolean hasNoTask(ReadTx tx, ServiceId id) {
    return !tx.rowsWith(Tables.TASKS, Tables.LIVING_TASKS_BY_SERVICE, id).iterator().hasNext();
  }

  static ServiceView view(ReadTx tx, Service service) {
    List<Deployment> deployments = deployments(tx, service.id());
    Map<DeploymentId, Deployment> byId = new HashMap<>();
    deployments.forEach(deployment -> byId.put(deployment.id(), deployment));
    List<TaskView> tasks = new ArrayList<>();
    for (Task task : tx.rowsWith(Tables.TASKS, Tables.LIVING_TASKS_BY_SERVICE, service.id())) {
      tasks.add(view(tx, task, byId));
    }
    return new ServiceView(service, deployments, tasks);
  }

  private static TaskView view(ReadTx tx, Task task, Map<DeploymentId, Deployment> deployments) {
    DeploymentId id = task.order().membership().map(Membership::deployment).orElseThrow();
    Deployment deployment = deployments.get(id);
    boolean isHostLeaving =
        tx.find(Tables.HOSTS, task.host())
            .filter(host -> host.status() == Host.Status.ACTIVE)
            .isEmpty();
    return new TaskView(
        task.id(),
        id,
        task.host(),
        stage(task),
        verdict(
            task.sighting(),
            deployment == null ? Set.of() : deployment.recipe().checkedContainers()),
        isHostLeaving,
        false,
        task.createdAt(),
        task.sighting().times().startedAt());
  }

  private static Stage stage(Task task) {
    return switch (task.wish()) {
      case Wish.Run() ->
          task.sighting().phase() == Sighting.Phase.RUNNING ? Stage.RUNNING : Stage.PENDING;
      case Wish.Drain(_, _) -> Stage.DRAINING;
      case Wish.Stop(_, _), Wish.Abandoned(_, _) -> Stage.ENDING;
    };
  }

  /** As healthy as the least healthy of the containers that count. */
  private static Verdict verdict(Sighting sighting, Set<String> checkedContainers) {
    int healthy = 0;
    for (ContainerSight container : sighting.containers()) {
      if (checkedContainers.contains(container.name())) {
        if (container.health() == Health.UNHEALTHY) {
          return new Verdict.ContainerFails();
        }
        healthy += container.health() == Health.HEALTHY ? 1 : 0;
      }
    }
    return healthy == checkedContainers.size() ? new Verdict.Healthy() : new Verdict.Unjudged();
  }
}
