package io.berth.scheduler.control;

import io.berth.scheduler.control.RunTask.NotPlaced;
import io.berth.scheduler.history.Happening;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.reconcile.Plan;
import io.berth.scheduler.reconcile.ServiceWords;
import io.berth.scheduler.reconcile.Step;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Carries out what was decided for one service, within one transaction. */
final class ServiceSteps {
  /** How long what is still in the way is not said again. */
  private static final Duration SAID_AGAIN = Duration.ofHours(6);

  private final WriteTx tx;
  private final RandomGenerator random;
  private final Instant now;
  private final LeavingTasks leaving;
  private final ServiceCauses causes;
  private Service service;
  private Optional<NoRoom> noRoom = Optional.empty();
  private boolean hasComplained;

  private ServiceSteps(
      WriteTx tx, Service service, Plan.There there, RandomGenerator random, Instant now) {
    this.tx = tx;
    this.service = service;
    this.random = random;
    this.now = now;
    this.leaving = new LeavingTasks(tx);
    this.causes = new ServiceCauses(tx, service, there, now);
  }

  /** Answers the tasks for which no host had room. */
  static Optional<NoRoom> run(
      WriteTx tx, Service service, Plan plan, RandomGenerator random, Instant now) {
    ServiceSteps running = new ServiceSteps(tx, service, plan.there(), random, now);
    plan.steps().forEach(running::run);
    running.causes.write();
    running.leaving.words(service.id()).forEach(running::say);
    if (!running.service.equals(service)) {
      tx.update(Tables.SERVICES, running.service);
    }
    return running.noRoom;
  }

  private void run(Step step) {
    switch (step) {
      case Step.Start(var deployment, var count) -> start(deployment, count);
      case Step.Stop(var task, var cause) -> stop(tx.find(Tables.TASKS, task).orElseThrow(), cause);
      case Step.EndDrained(var task) ->
          TaskEnds.drained(tx, tx.find(Tables.TASKS, task).orElseThrow());
      case Step.Register(var tasks) -> register(tasks);
      case Step.Complete(var deployment) -> {
        tx.update(Tables.DEPLOYMENTS, find(deployment).completed(now));
        causes.tell(new Happening.Completed(deployment));
      }
      case Step.Retire(var deployment) -> forget(tx, find(deployment));
      case Step.Say(var message) -> say(message);
      case Step.SaySteady(var message) -> {
        say(message);
        service = service.steady(now);
      }
      case Step.Unsettle() -> service = service.unsteady();
      case Step.Complain(var message) -> hinder(message);
      case Step.Relieve() -> service = service.relieved();
      case Step.End() -> end();
    }
  }

  /** A deployment goes, and with it what only it referred to. */
  static void forget(WriteTx tx, Deployment deployment) {
    tx.remove(Tables.DEPLOYMENTS, deployment.id());
    Leftovers.forget(tx, deployment.recipe().plan());
    Leftovers.forget(tx, deployment.recipe().definition());
  }

  private void stop(Task task, StopCause cause) {
    causes.stopped(task, cause);
    leaving.ended(TaskEnds.end(tx, task, cause, now));
  }

  private void start(DeploymentId id, int count) {
    Deployment deployment = find(id);
    RunTask request = FurtherTasks.of(tx, service, deployment, count);
    Decisions decisions = new Decisions(tx, request, causes.upkeep(deployment), now);
    switch (TaskPlaces.find(tx, request, random)) {
      case TaskPlaces.NoHosts() -> {
        if (lacksRoom(new NoRoom(count, Optional.empty()))) {
          decisions.noHosts(count);
        }
      }
      case TaskPlaces.Found found -> {
        List<Task> tasks = NewTask.insert(tx, request, found.places(), random, now);
        if (request.lease().isPresent()) {
          service = service.leased(tasks.size());
        }
        if (!tasks.isEmpty()) {
          say(ServiceWords.started(service.id(), tasks.stream().map(Task::id).toList()));
        }
        List<NotPlaced> failures = found.failures();
        boolean isNews =
            !failures.isEmpty()
                && lacksRoom(new NoRoom(failures.size(), Optional.of(failures.getFirst())));
        // What is tried again and again for the same reason is told once.
        if (!tasks.isEmpty() || isNews) {
          decisions.found(tasks, found);
        }
      }
    }
  }

  /** What is refused is told once, and tried again with whatever happens next. */
  private void register(List<TaskId> tasks) {
    TaskTargets targets = new TaskTargets(random);
    Map<String, Integer> counts = new TreeMap<>();
    for (TaskId id : tasks) {
      Task task = tx.find(Tables.TASKS, id).orElseThrow();
      Deployment deployment = find(task.order().membership().orElseThrow().deployment());
      for (BalancedPort port : deployment.recipe().ports()) {
        var registered = targets.register(tx, task, List.of(TaskTargets.attachment(port)), now);
        if (!registered.registered().isEmpty()) {
          counts.merge(port.targetGroup(), registered.registered().size(), Integer::sum);
        }
        registered
            .refused()
            .forEach(
                refusal -> hinder(ServiceWords.notRegistered(service.id(), refusal.sentence())));
      }
    }
    counts.forEach((group, count) -> say(ServiceWords.registered(service.id(), count, group)));
  }

  /** Answers whether this is news. */
  private boolean lacksRoom(NoRoom lacking) {
    noRoom = Optional.of(lacking);
    return complain(
        lacking.closest().map(this::noPlace).orElseGet(() -> ServiceWords.noHosts(service.id())));
  }

  private void hinder(String message) {
    if (complain(message)) {
      causes.tell(new Happening.Hindered(message));
    }
  }

  private String noPlace(NotPlaced failure) {
    String lacking = failure.detail().orElseGet(() -> lacking(failure.reason()));
    return ServiceWords.noPlace(service.id(), failure.host().text(), lacking);
  }

  private static String lacking(String reason) {
    return switch (reason) {
      case "RESOURCE:CPU" -> "has insufficient CPU units available";
      case "RESOURCE:MEMORY" -> "has insufficient memory available";
      case "RESOURCE:PORTS" -> "is already using a port required by your task";
      case "RESOURCE:GPU" -> "has insufficient GPUs available";
      case "ATTRIBUTE" -> "is missing an attribute required by your task";
      case "AGENT" -> "doesn't have the agent connected";
      default -> "encountered error \"" + reason + "\"";
    };
  }

  /** The newest deployment stays as long as the service can be described. */
  static Service ended(WriteTx tx, Service service, Instant now) {
    ServiceViews.deployments(tx, service.id()).stream()
        .skip(1)
        .forEach(deployment -> forget(tx, deployment));
    return service.ended(now);
  }

  /** Nothing is left of it. */
  static void forget(WriteTx tx, Service service) {
    ServiceEvents.forget(tx, service);
    tx.remove(Tables.SERVICES, service.id());
    ServiceViews.deployments(tx, service.id()).forEach(deployment -> forget(tx, deployment));
  }

  private void end() {
    causes.tell(new Happening.Over());
    service = ended(tx, service, now);
  }

  /**
   * Answers whether it is said, since it is new or was said long ago. A look complains of one thing
   * alone: two would each undo that the other was said, and no look would be the last.
   */
  private boolean complain(String message) {
    if (hasComplained) {
      return false;
    }
    hasComplained = true;
    boolean isSaid =
        service
            .progress()
            .complaint()
            .filter(known -> known.message().equals(message))
            .filter(known -> now.isBefore(known.at().plus(SAID_AGAIN)))
            .isPresent();
    if (!isSaid) {
      say(message);
      service = service.complained(new Service.Complaint(message, now));
    }
    return !isSaid;
  }

  private void say(String message) {
    service = ServiceEvents.say(tx, service, message, random, now);
  }

  private Deployment find(DeploymentId id) {
    return tx.find(Tables.DEPLOYMENTS, id).orElseThrow();
  }
}
