package io.berth.scheduler.control;

import io.berth.scheduler.model.CutOff;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.PlacementTags;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.Map;
import java.util.Optional;

/** What a service asks for when a deployment of it shall have more tasks. */
public final class FurtherTasks {
  private FurtherTasks() {}

  public static RunTask of(ReadTx tx, Service service, Deployment deployment, int count) {
    Plan plan = tx.find(Tables.PLANS, deployment.recipe().plan()).orElseThrow();
    return new RunTask(
        service.id().cluster(),
        plan,
        new RunTask.Where.Placed(
            count,
            PlacementTags.preferences(service.tags()),
            service.wish().effectiveStrategies(),
            service.wish().constraints()),
        service.id().group(),
        deployment.id().text(),
        tags(tx, service, deployment),
        Optional.empty(),
        Optional.of(new Membership(service.id(), deployment.id())),
        lease(service));
  }

  private static Optional<TaskLease> lease(Service service) {
    return CutOff.of(service.wish(), service.tags()) instanceof CutOff.Stop(var after)
        ? Optional.of(new TaskLease(service.progress().leases() + 1, after))
        : Optional.empty();
  }

  private static Map<String, String> tags(ReadTx tx, Service service, Deployment deployment) {
    return switch (service.wish().tagSource()) {
      case NONE -> Map.of();
      case SERVICE -> service.tags();
      case DEFINITION ->
          tx.find(Tables.DEFINITIONS, deployment.recipe().definition()).orElseThrow().tags();
    };
  }
}
