package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.done;
import static io.berth.scheduler.control.ControlWorld.plan;
import static io.berth.scheduler.control.ControlWorld.shape;

import io.berth.scheduler.control.ServiceOrder.Change;
import io.berth.scheduler.control.ServiceOrder.Content;
import io.berth.scheduler.control.ServiceOrder.Creation;
import io.berth.scheduler.control.ServiceOrder.Redeploy;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceEvent;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.ServiceWish;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Sighting.Phase;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.ServiceSamples;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Services with their loop over a store in memory; agents do at once what they are told. */
final class ServiceWorld {
  private static final int ENOUGH_TURNS = 500;

  final ControlWorld control = new ControlWorld();
  final ServiceCommands services =
      new ServiceCommands(control.store, control::now, new SplittableRandom(5));
  private ServiceLoop loop = new ServiceLoop(control.store, new SplittableRandom(6));
  private boolean startsFail;
  private int failures;
  private long sequence;
  private int restarts;

  Outcome<Service> creation(String name, int count) {
    return creation(name, count, List.of());
  }

  /** One whose tasks have such ports behind target groups. */
  Outcome<Service> creation(String name, int count, List<BalancedPort> ports) {
    return creation(name, count, plan(shape(128, 64)), ports);
  }

  Outcome<Service> creation(String name, int count, Plan plan, List<BalancedPort> ports) {
    return services.create(
        new Creation(
            new ServiceId(CLUSTER, name),
            ServiceSamples.wish(count),
            new Content(plan, Set.of()),
            ports,
            Map.of(),
            Optional.empty()));
  }

  /** One that says something of its placement by tags. */
  ServiceId tagged(String name, int count, Plan plan, Map<String, String> tags) {
    return done(services.create(
            new Creation(
                new ServiceId(CLUSTER, name),
                ServiceSamples.wish(count),
                new Content(plan, Set.of()),
                List.of(),
                tags,
                Optional.empty())))
        .id();
  }

  /** One that never has two tasks. */
  ServiceId single(String name) {
    ServiceWish wish = ServiceSamples.wish(1);
    return done(services.create(
            new Creation(
                new ServiceId(CLUSTER, name),
                new ServiceWish(
                    1,
                    new Rolling(0, 100),
                    wish.strategies(),
                    wish.constraints(),
                    wish.healthGrace(),
                    wish.tagSource(),
                    wish.launchType()),
                new Content(plan(shape(128, 64)), Set.of()),
                List.of(),
                Map.of(),
                Optional.empty())))
        .id();
  }

  ServiceId create(String name, int count) {
    return done(creation(name, count)).id();
  }

  void scale(ServiceId id, int count) {
    done(
        services.update(
            id,
            new Change(
                wish -> wish.scaled(count), Optional.empty(), Optional.empty(), Redeploy.NO)));
  }

  void redeploy(ServiceId id) {
    done(
        services.update(
            id,
            new Change(
                UnaryOperator.identity(), Optional.empty(), Optional.empty(), Redeploy.YES)));
  }

  // ------------------------------------------------------------------------------ time

  Optional<Instant> turn() {
    return loop.turn(control.now());
  }

  /** Another scheduler over the same state. */
  void restart() {
    loop.close();
    restarts++;
    loop = new ServiceLoop(control.store, new SplittableRandom(1_000 + restarts));
  }

  /** Until neither the loop nor an agent has anything to do. */
  void settle() {
    int quiet = 0;
    for (int turn = 0; turn < ENOUGH_TURNS && quiet < 3; turn++) {
      var before = control.store.snapshot().version();
      turn();
      agentsDo();
      control.pass(Duration.ofMillis(100));
      quiet = before.equals(control.store.snapshot().version()) ? quiet + 1 : 0;
    }
    if (quiet < 3) {
      throw new AssertionError("it never comes to rest");
    }
  }

  /** From now on no task that is told to run ever does. */
  void failStarts(boolean fail) {
    startsFail = fail;
  }

  int failures() {
    return failures;
  }

  /** Tasks that shall run do, those that shall end do, where somebody can be told. */
  void agentsDo() {
    List<Task> tasks = new ArrayList<>();
    state().rows(Tables.TASKS).forEach(tasks::add);
    tasks.removeIf(task -> !control.host(task.host()).isConnected());
    for (Task task : tasks) {
      if (!task.isOver() && !task.isKept()) {
        tell(task, Phase.STOPPED);
      } else if (task.status() == Task.Status.PENDING) {
        failures += startsFail ? 1 : 0;
        tell(task, startsFail ? Phase.STOPPED : Phase.RUNNING);
      }
    }
  }

  /** The host of the task tells of it and of the one port that its container has. */
  void tell(Task task, Phase phase) {
    sequence++;
    ContainerSight container =
        new ContainerSight(
            "web",
            phase == Phase.RUNNING ? ContainerSight.State.RUNNING : ContainerSight.State.STOPPED,
            ContainerSight.Health.UNCHECKED,
            "0123",
            "",
            OptionalInt.empty(),
            List.of(
                new ContainerSight.PortBinding(
                    80,
                    task.order().asked().staticPorts().stream()
                        .findFirst()
                        .orElse(
                            new HostPort(
                                HostPort.Protocol.TCP, 20_000 + (int) (sequence % 10_000))),
                    "192.0.2.1")),
            Optional.empty(),
            0);
    Sighting sighting =
        new Sighting(
            phase,
            new Sighting.Order(1, sequence),
            List.of(container),
            Optional.empty(),
            Sighting.Times.NONE);
    TaskCommands.Told _ = control.tasks.told(task.host(), Map.of(task.id(), sighting));
  }

  // ------------------------------------------------------------------------------ state

  Snapshot state() {
    return control.store.snapshot();
  }

  Service service(ServiceId id) {
    return state().find(Tables.SERVICES, id).orElseThrow();
  }

  List<Task> living(ServiceId id) {
    List<Task> living = new ArrayList<>();
    state().rowsWith(Tables.TASKS, Tables.LIVING_TASKS_BY_SERVICE, id).forEach(living::add);
    return living;
  }

  /** Those that run and shall. */
  int running(ServiceId id) {
    return (int)
        living(id).stream()
            .filter(Task::isWanted)
            .filter(task -> task.status() == Task.Status.RUNNING)
            .count();
  }

  int on(ServiceId id, HostId host) {
    return (int)
        living(id).stream().filter(Task::isWanted).filter(task -> task.host().equals(host)).count();
  }

  /** What users were told, the newest first. */
  List<String> said(ServiceId id) {
    return ServiceEvents.newest(state(), service(id)).stream().map(ServiceEvent::message).toList();
  }
}
