package io.berth.scheduler.control;

import io.berth.scheduler.control.RunTask.NotPlaced;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
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
  private Service service;
  private Optional<NoRoom> noRoom = Optional.empty();

  private ServiceSteps(WriteTx tx, Service service, RandomGenerator random, Instant now) {
    this.tx = tx;
    this.service = service;
    this.random = random;
    this.now = now;
    this.leaving = new LeavingTasks(tx);
  }

  /** Answers the tasks for which no host had room. */
  static Optional<NoRoom> run(
      WriteTx tx, Service service, List<Step> steps, RandomGenerator random, Instant now) {
    ServiceSteps running = new ServiceSteps(tx, service, random, now);
    steps.forEach(running::run);
    running.leaving.words(service.id()).forEach(running::say);
    if (!running.service.equals(service)) {
      tx.update(Tables.SERVICES, running.service);
    }
    return running.noRoom;
  }

  private void run(Step step) {
    switch (step) {
      case Step.Start(var deployment, var count) -> start(deployment, count);
      case Step.Stop(var task, var cause) ->
          leaving.ended(TaskEnds.end(tx, tx.find(Tables.TASKS, task).orElseThrow(), cause, now));
      case Step.EndDrained(var task) ->
          TaskEnds.drained(tx, tx.find(Tables.TASKS, task).orElseThrow());
      case Step.Register(var tasks) -> register(tasks);
      case Step.Complete(var deployment) ->
          tx.update(Tables.DEPLOYMENTS, find(deployment).completed(now));
      case Step.Retire(var deployment) -> forget(tx, find(deployment));
      case Step.Say(var message) -> say(message);
      case Step.SaySteady(var message) -> {
        say(message);
        service = service.steady(now);
      }
      case Step.Unsettle() -> service = service.unsteady();
      case Step.Complain(var message) -> complain(message);
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

  private void start(DeploymentId id, int count) {
    RunTask request = FurtherTasks.of(tx, service, find(id), count);
    switch (TaskPlaces.find(tx, request, random)) {
      case TaskPlaces.NoHosts() -> lacksRoom(new NoRoom(count, Optional.empty()));
      case TaskPlaces.Found(var places, var failures) -> {
        List<Task> tasks = NewTask.insert(tx, request, places, random, now);
        if (!tasks.isEmpty()) {
          say(ServiceWords.started(service.id(), tasks.stream().map(Task::id).toList()));
        }
        if (!failures.isEmpty()) {
          lacksRoom(new NoRoom(failures.size(), Optional.of(failures.getFirst())));
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
                refusal -> complain(ServiceWords.notRegistered(service.id(), refusal.sentence())));
      }
    }
    counts.forEach((group, count) -> say(ServiceWords.registered(service.id(), count, group)));
  }

  private void lacksRoom(NoRoom lacking) {
    noRoom = Optional.of(lacking);
    complain(
        lacking.closest().map(this::noPlace).orElseGet(() -> ServiceWords.noHosts(service.id())));
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
    service = ended(tx, service, now);
  }

  private void complain(String message) {
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
  }

  private void say(String message) {
    service = ServiceEvents.say(tx, service, message, random, now);
  }

  private Deployment find(DeploymentId id) {
    return tx.find(Tables.DEPLOYMENTS, id).orElseThrow();
  }
}
