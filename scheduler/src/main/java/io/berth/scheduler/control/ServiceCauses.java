package io.berth.scheduler.control;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Happening.Motive;
import io.berth.scheduler.history.Happening.Stopped;
import io.berth.scheduler.history.Happening.TaskOn;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Reason;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.reconcile.Plan;
import io.berth.scheduler.reconcile.ServiceWords;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what one turn of a service decided, and from what: one line for each reason. */
final class ServiceCauses {
  private final WriteTx tx;
  private final Service service;
  private final Plan.There there;
  private final Instant now;
  private final Map<Why, List<TaskOn>> stopped = new LinkedHashMap<>();

  ServiceCauses(WriteTx tx, Service service, Plan.There there, Instant now) {
    this.tx = tx;
    this.service = service;
    this.there = there;
    this.now = now;
  }

  /** What tasks have in common that are stopped by one line. */
  private record Why(Motive motive, StopCause cause) {}

  /** Why this turn was called for. */
  Reason.Upkeep upkeep(Deployment newest) {
    return new Reason.Upkeep(
        newest.id(),
        newest.asked(),
        service.asked(),
        new Reason.Count(service.desiredCount(), there.kept(), there.replaced(), there.ending()),
        service.wish().rolling());
  }

  /** A task is let go. */
  void stopped(Task task, StopCause cause) {
    stopped
        .computeIfAbsent(new Why(motive(task, cause), cause), _ -> new ArrayList<>())
        .add(new TaskOn(task.id(), task.host()));
  }

  /** Something else happened to the service. */
  void tell(Happening what) {
    new Line(Subject.of(service.id()), now, what).write(tx);
  }

  /** All tasks of the turn that are let go were named. */
  void write() {
    if (!stopped.isEmpty()) {
      Reason.Upkeep upkeep = upkeep(ServiceViews.newest(tx, service.id()));
      stopped.forEach((why, tasks) -> tell(new Stopped(why.motive(), why.cause(), upkeep, tasks)));
    }
  }

  private Motive motive(Task task, StopCause cause) {
    Membership membership = task.order().membership().orElseThrow();
    if (!service.isActive()) {
      return Motive.SERVICE_DELETED;
    }
    if (ServiceWords.lost(task.host()).equals(cause)) {
      return Motive.HOST_LOST;
    }
    if (!ServiceWords.scaling(membership.deployment()).equals(cause)) {
      return Motive.FAILING;
    }
    if (!ServiceViews.newest(tx, service.id()).id().equals(membership.deployment())) {
      return Motive.OUTDATED;
    }
    boolean isStaying =
        tx.find(Tables.HOSTS, task.host())
            .filter(host -> host.status() == Host.Status.ACTIVE)
            .isPresent();
    return isStaying ? Motive.SURPLUS : Motive.HOST_LEAVING;
  }
}
