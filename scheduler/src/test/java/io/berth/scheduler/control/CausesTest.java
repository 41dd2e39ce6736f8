package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.WEB;
import static io.berth.scheduler.control.ControlWorld.done;
import static io.berth.scheduler.control.ControlWorld.plan;
import static io.berth.scheduler.control.ControlWorld.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Happening.Choice;
import io.berth.scheduler.history.Happening.Closest;
import io.berth.scheduler.history.Happening.Exit;
import io.berth.scheduler.history.Happening.Motive;
import io.berth.scheduler.history.Happening.TaskOn;
import io.berth.scheduler.history.Happening.Wanted;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Reason;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Lives of tasks, services and hosts, and what is told of them afterwards: each answer must lead
 * from what happened to the call that it came from.
 */
class CausesTest {
  private static final Resources SIZE = new Resources(1_000, 1_000, 100, 0);
  private static final Asker KEY = new Asker.Key(new AccessKeyId("BRTH0000000000000007"));

  private final ServiceWorld world = new ServiceWorld();
  private final ControlWorld control = world.control;

  @AfterEach
  void everyTaskHasACause() {
    control.check();
    CauseInvariants.checkWithoutRows(control.store.snapshot(), control.history);
  }

  @Test
  void aTaskOfRunTaskLeadsToWhoAskedAndToWhatThereWasToChooseFrom() {
    control.join(1, SIZE);
    control.join(2, new Resources(100, 100, 100, 0));
    Task task = run(2).getFirst();

    assertEquals(
        List.of(
            new Happening.Placed(
                new Reason.Called(ask("RunTask")),
                new Wanted(
                    WEB,
                    "family:web",
                    List.of(),
                    List.of(new Strategy.SpreadOverHosts()),
                    List.of(),
                    0),
                new Choice(2, 2, Map.of()),
                List.of(on(task)),
                0,
                Optional.empty())),
        told(task.id()));
  }

  @Test
  void aTaskOfStartTaskLeadsToTheHostThatWasNamed() {
    HostId host = control.join(1, SIZE).id();
    RunTask request = ControlWorld.on(plan(shape(128, 64)), host);
    Task task = done(control.tasks.by(KEY).run(request)).tasks().getFirst();

    var placed = assertInstanceOf(Happening.Placed.class, told(task.id()).getFirst());

    assertEquals(new Reason.Called(ask("StartTask")), placed.reason());
    assertEquals(1, placed.wanted().hosts());
    assertEquals(List.of(on(task)), placed.tasks());
  }

  @Test
  void aRequestThatFindsNoPlaceIsToldOfItsClusterWithWhatEachHostLacks() {
    assertEquals(
        Refusal.Code.NO_HOSTS,
        assertInstanceOf(
                Outcome.Refused.class,
                control.tasks.by(KEY).run(ControlWorld.some(1, plan(shape(1, 1)))))
            .refusal()
            .code());
    control.pass(Duration.ofSeconds(1));
    HostId small = control.join(1, new Resources(1_000, 10, 100, 0)).id();
    Host silent = control.join(2, SIZE);
    control.hosts.silent(silent.id(), silent.contact().session());
    Instant then = control.now();
    run(3);

    List<Line> lines = lines(Subject.of(CLUSTER));
    assertEquals(2, lines.size());
    var first = assertInstanceOf(Happening.Placed.class, lines.getFirst().what());
    assertEquals(new Choice(0, 0, Map.of()), first.choice());
    assertEquals(1, first.missing());
    var second = assertInstanceOf(Happening.Placed.class, lines.getLast().what());
    assertEquals(new Reason.Called(new Ask("RunTask", KEY, then)), second.reason());
    assertEquals(new Choice(2, 2, Map.of("RESOURCE:MEMORY", 1, "AGENT", 1)), second.choice());
    assertEquals(3, second.missing());
    assertEquals(Optional.of(new Closest(small, "RESOURCE:MEMORY")), second.closest());
    assertEquals(List.of(), second.tasks());
  }

  @Test
  void aTaskOfAServiceLeadsToItsDeploymentAndToEachCallBehindIt() {
    control.join(1, SIZE);
    ServiceId web = world.create("web", 2);
    world.settle();
    List<Task> before = world.living(web);
    control.pass(Duration.ofMinutes(1));
    Ask scaled = scale(web, 3);
    world.turn();
    Task added =
        world.living(web).stream().filter(task -> !before.contains(task)).findFirst().orElseThrow();

    List<Happening> told = told(added.id());

    assertEquals(3, told.size(), told.toString());
    var made = assertInstanceOf(Happening.ServiceAsked.class, told.get(0));
    assertEquals("CreateService", made.ask().call());
    assertEquals(2, made.after());
    assertEquals(new Happening.ServiceAsked(scaled, 2, 3, Optional.empty()), told.get(1));
    var placed = assertInstanceOf(Happening.Placed.class, told.get(2));
    var upkeep = assertInstanceOf(Reason.Upkeep.class, placed.reason());
    assertEquals(scaled, upkeep.changed());
    assertEquals(made.ask(), upkeep.begun());
    assertEquals(made.begun().orElseThrow().deployment(), upkeep.deployment());
    assertEquals(new Reason.Count(3, 2, 0, 0), upkeep.count());
    assertEquals(List.of(on(added)), placed.tasks());
  }

  @Test
  void oneDecisionIsOneLineHoweverManyTasksItMakes() {
    control.join(1, SIZE);
    ServiceId web = world.create("web", 7);
    world.turn();

    List<Happening> told = told(lines(Subject.of(web)));

    assertEquals(2, told.size(), told.toString());
    assertInstanceOf(Happening.ServiceAsked.class, told.getFirst());
    assertEquals(7, assertInstanceOf(Happening.Placed.class, told.getLast()).tasks().size());
  }

  @Test
  void scaleInLeadsToTheCallThatWantedLess() {
    control.join(1, SIZE);
    ServiceId web = world.create("web", 5);
    world.settle();
    Ask scaled = scale(web, 3);
    List<Task> before = world.living(web);
    world.turn();
    Task gone = before.stream().filter(task -> !isWanted(task)).findFirst().orElseThrow();

    List<Happening> told = told(gone.id());

    var stopped = assertInstanceOf(Happening.Stopped.class, told.getLast());
    assertEquals(Motive.SURPLUS, stopped.motive());
    assertEquals(List.of(on(gone)), stopped.tasks());
    assertEquals(new Reason.Count(3, 5, 0, 0), stopped.reason().count());
    assertEquals(scaled, stopped.reason().changed());
    assertEquals(
        1L,
        told.stream()
            .filter(new Happening.ServiceAsked(scaled, 5, 3, Optional.empty())::equals)
            .count());
  }

  @Test
  void aReplacedTaskLeadsToTheDeploymentThatReplacesIt() {
    control.join(1, SIZE);
    ServiceId web = world.create("web", 2);
    world.settle();
    Task old = world.living(web).getFirst();
    world.redeploy(web);
    world.settle();

    var stopped = assertInstanceOf(Happening.Stopped.class, told(old.id()).getLast());

    assertEquals(Motive.OUTDATED, stopped.motive());
    assertEquals("UpdateService", stopped.reason().begun().call());
    assertEquals(ServiceViews.newest(world.state(), web).id(), stopped.reason().deployment());
    assertEquals(
        1L,
        told(lines(Subject.of(web))).stream()
            .filter(new Happening.Completed(stopped.reason().deployment())::equals)
            .count());
  }

  @Test
  void aTaskThatEndsByItselfSaysWithWhatAndItsReplacementSaysThatOneWasMissing() {
    control.join(1, SIZE);
    ServiceId web = world.create("web", 2);
    world.settle();
    Task ends = world.living(web).getFirst();
    exits(ends, 3);
    world.settle();

    var ended = assertInstanceOf(Happening.Ended.class, told(ends.id()).getLast());
    assertEquals(StopCause.Code.ESSENTIAL_CONTAINER_EXITED, ended.cause().code());
    assertEquals(List.of(new Exit("web", 3)), ended.exits());
    Task next =
        world.living(web).stream()
            .max((one, other) -> one.id().compareTo(other.id()))
            .orElseThrow();
    var placed = assertInstanceOf(Happening.Placed.class, told(next.id()).getLast());
    assertEquals(
        new Reason.Count(2, 1, 0, 0),
        assertInstanceOf(Reason.Upkeep.class, placed.reason()).count());
  }

  @Test
  void aTaskThatAUserStopsSaysWhoWantedIt() {
    control.join(1, SIZE);
    ServiceId web = world.create("web", 1);
    world.settle();
    Task task = world.living(web).getFirst();
    Ask stop = ask("StopTask");
    done(control.tasks.by(KEY).stop(CLUSTER, task.id(), "too hot"));
    done(control.tasks.stop(CLUSTER, task.id(), "once more"));
    world.settle();

    List<Happening> told = told(task.id());
    assertEquals(new Happening.StopAsked(stop, "too hot"), told.getLast());
    assertEquals(1L, told.stream().filter(Happening.StopAsked.class::isInstance).count());
  }

  @Test
  void aTaskThatLeavesADrainedHostLeadsToWhoDrainsIt() {
    HostId first = control.join(1, SIZE).id();
    ServiceId web = world.create("web", 2);
    world.settle();
    control.join(2, SIZE);
    Ask drain = ask("UpdateContainerInstancesState");
    control.hosts.by(KEY).empty(CLUSTER, List.of(first), HostCommands.Emptying.BEGIN);
    List<Task> before = world.living(web);
    control.pass(Duration.ofMillis(1));
    world.settle();

    for (Task task : before) {
      List<Happening> told = told(task.id());
      var stopped = assertInstanceOf(Happening.Stopped.class, told.getLast());
      assertEquals(Motive.HOST_LEAVING, stopped.motive());
      assertEquals(
          1L,
          told.stream()
              .filter(new Happening.HostAsked(drain, Host.Status.DRAINING)::equals)
              .count());
    }
  }

  @Test
  void whatFindsNoPlaceIsToldOnceAndThenWhereItWent() {
    control.join(1, new Resources(10, 10, 100, 0));
    ServiceId web = world.create("web", 1);
    for (int turn = 0; turn < 50; turn++) {
      world.turn();
      control.pass(Duration.ofSeconds(31));
    }
    List<Happening> refused = told(lines(Subject.of(web)));
    assertEquals(2, refused.size(), refused.toString());
    var none = assertInstanceOf(Happening.Placed.class, refused.getLast());
    assertEquals(List.of(), none.tasks());
    assertEquals(new Choice(1, 1, Map.of("RESOURCE:CPU", 1)), none.choice());

    control.join(2, SIZE);
    world.turn();

    var placed = assertInstanceOf(Happening.Placed.class, told(lines(Subject.of(web))).getLast());
    assertEquals(List.of(on(world.living(web).getFirst())), placed.tasks());
    assertEquals(new Choice(2, 2, Map.of()), placed.choice());
  }

  @Test
  void whatEndedLongAgoIsToldFromHistoryAlone() {
    control.join(1, SIZE);
    ServiceId web = world.create("web", 2);
    world.settle();
    TaskId task = world.living(web).getFirst().id();
    scale(web, 0);
    world.settle();
    List<Happening> before = told(task);
    control.pass(Retention.TASKS_KEPT.plusSeconds(1));
    control.retention.turn(control.now());

    assertEquals(List.of(), world.living(web));
    assertEquals(before, told(lines(task, Optional.empty())));
    assertInstanceOf(Happening.Stopped.class, before.getLast());
  }

  @Test
  void aDeletedServiceTellsOfItsEnd() {
    control.join(1, SIZE);
    ServiceId web = world.create("web", 1);
    world.settle();
    Task task = world.living(web).getFirst();
    Ask delete = ask("DeleteService");
    done(world.services.by(KEY).delete(web, ServiceOrder.Force.YES));
    world.settle();

    var stopped = assertInstanceOf(Happening.Stopped.class, told(task.id()).getLast());
    assertEquals(Motive.SERVICE_DELETED, stopped.motive());
    assertEquals(delete, stopped.reason().changed());
    assertEquals(new Happening.Over(), told(lines(Subject.of(web))).getLast());
  }

  @Test
  void aHostTellsOfItsComingsAndGoings() {
    Host host = control.join(1, SIZE);
    long session = host.contact().session();
    Task task = run(1).getFirst();
    control.hosts.silent(host.id(), session);
    control.hosts.silent(host.id(), session);
    control.hosts.heard(host.id(), session);
    var attributes = new AttributeCommands(control.store, control::now).by(KEY);
    var zone = new AttributeCommands.Named(host.id(), "zone");
    done(attributes.put(CLUSTER, List.of(new AttributeCommands.Given(zone, "a"))));
    done(attributes.put(CLUSTER, List.of(new AttributeCommands.Given(zone, "a"))));
    done(attributes.remove(CLUSTER, List.of(zone)));
    var hosts = control.hosts.by(KEY);
    hosts.empty(CLUSTER, List.of(host.id()), HostCommands.Emptying.BEGIN);
    hosts.empty(CLUSTER, List.of(host.id()), HostCommands.Emptying.END);
    done(hosts.deregister(CLUSTER, host.id(), HostCommands.Force.YES));

    Ask state = ask("UpdateContainerInstancesState");
    Ask deregister = ask("DeregisterContainerInstance");
    assertEquals(
        List.of(
            new Happening.Joined("default"),
            new Happening.WentSilent(),
            new Happening.CameBack(),
            new Happening.Attributed(ask("PutAttributes"), Map.of("zone", "a"), List.of()),
            new Happening.Attributed(ask("DeleteAttributes"), Map.of(), List.of("zone")),
            new Happening.HostAsked(state, Host.Status.DRAINING),
            new Happening.HostAsked(state, Host.Status.ACTIVE),
            new Happening.HostAsked(deregister, Host.Status.INACTIVE)),
        told(lines(Subject.of(host.id()))));
    assertEquals(new Happening.Abandoned(host.id(), deregister), told(task.id()).getLast());
  }

  @Test
  void whatIsRefusedOrChangesNothingLeavesNoLine() {
    control.join(1, SIZE);
    ServiceId web = world.create("web", 1);
    world.settle();
    int before = lines(Subject.of(web)).size();

    scale(web, 1);
    assertInstanceOf(Outcome.Refused.class, world.services.delete(web, ServiceOrder.Force.NO));
    assertInstanceOf(Outcome.Refused.class, world.creation("web", 3));
    world.settle();

    assertEquals(before, lines(Subject.of(web)).size());
  }

  // ------------------------------------------------------------------------------ doing

  private List<Task> run(int count) {
    return done(control.tasks.by(KEY).run(ControlWorld.some(count, plan(shape(128, 64))))).tasks();
  }

  private Ask scale(ServiceId web, int count) {
    Ask ask = ask("UpdateService");
    done(
        world
            .services
            .by(KEY)
            .update(
                web,
                new ServiceOrder.Change(
                    wish -> wish.scaled(count),
                    Optional.empty(),
                    Optional.empty(),
                    ServiceOrder.Redeploy.NO)));
    return ask;
  }

  private void exits(Task task, int code) {
    ContainerSight container =
        new ContainerSight(
            "web",
            ContainerSight.State.STOPPED,
            ContainerSight.Health.UNCHECKED,
            "0123",
            "",
            OptionalInt.of(code),
            List.of(),
            Optional.empty(),
            0);
    Sighting sighting =
        new Sighting(
            Sighting.Phase.STOPPED,
            new Sighting.Order(1, 1_000),
            List.of(container),
            Optional.of(new Sighting.End(Sighting.Cause.ESSENTIAL_EXITED, "")),
            Sighting.Times.NONE);
    TaskCommands.Told _ = control.tasks.told(task.host(), Map.of(task.id(), sighting));
  }

  private Ask ask(String call) {
    return new Ask(call, KEY, control.now());
  }

  private boolean isWanted(Task task) {
    return control.task(task.id()).isWanted();
  }

  // ------------------------------------------------------------------------------ asking

  private static TaskOn on(Task task) {
    return new TaskOn(task.id(), task.host());
  }

  private List<Happening> told(TaskId task) {
    return told(lines(task, Optional.of(control.task(task))));
  }

  private static List<Happening> told(List<Line> lines) {
    return lines.stream().map(Line::what).toList();
  }

  private List<Line> lines(TaskId task, Optional<Task> known) {
    try {
      return control.history.of(task, known);
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  private List<Line> lines(Subject subject) {
    try {
      return control.history.page(subject, Optional.empty(), 100).lines();
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }
}
