package io.berth.scheduler.inquiry;

import io.berth.scheduler.control.FurtherTasks;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.control.ServiceViews;
import io.berth.scheduler.explain.Explainer;
import io.berth.scheduler.explain.Explanation;
import io.berth.scheduler.explain.Patience;
import io.berth.scheduler.explain.Scene;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.placement.PlacementRequest;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A question where tasks could go: what is asked for, and which tasks count as if they were over.
 * Nothing is done, and any thread may ask.
 *
 * @param request for tasks whose place is chosen; one that names its hosts has nothing to explain
 */
public record Inquiry(RunTask request, Set<TaskId> absent) {
  public Inquiry {
    if (!(request.where() instanceof RunTask.Where.Placed)) {
      throw new IllegalArgumentException("a request that names its hosts chooses none");
    }
    absent = Set.copyOf(absent);
  }

  /** Where the tasks of a request could go. */
  public Inquiry(RunTask request) {
    this(request, Set.of());
  }

  /** What a further task of the newest deployment meets; a service that is over has none. */
  public static Optional<Inquiry> of(ReadTx state, Service service) {
    return ServiceViews.deployments(state, service.id()).stream()
        .findFirst()
        .map(newest -> new Inquiry(FurtherTasks.of(state, service, newest, 1)));
  }

  /**
   * Where the task could go if it were not where it is. What RunTask was told of constraints is not
   * kept: those of the definition count, and those of its service.
   */
  public static Optional<Inquiry> of(ReadTx state, Task task) {
    Optional<Plan> plan = state.find(Tables.PLANS, task.order().plan());
    Optional<Service> service =
        task.order()
            .membership()
            .map(Membership::service)
            .flatMap(id -> state.find(Tables.SERVICES, id));
    return plan.map(known ->
        new Inquiry(
            new RunTask(
                task.cluster(),
                known,
                new RunTask.Where.Placed(
                    1,
                    service
                        .map(one -> one.wish().effectiveStrategies())
                        .orElse(List.<Strategy>of()),
                    service.map(one -> one.wish().constraints()).orElse(List.of())),
                task.order().group(),
                task.order().startedBy(),
                Map.of(),
                Optional.empty(),
                task.order().membership(),
                task.order().lease()),
            Set.of(task.id())));
  }

  /** What was found, and the scene for those who want to know more of a host. */
  public record Found(Explanation explanation, Scene scene) {}

  /** Looks at every host as it is in this state. */
  public Found explain(ReadTx state, Patience patience) {
    Scene scene = new ClusterScene(state, request, absent);
    return new Found(Explainer.explain(tasks(), scene, patience), scene);
  }

  private PlacementRequest tasks() {
    return ((RunTask.Where.Placed) request.where()).tasks(request.plan(), request.group());
  }
}
