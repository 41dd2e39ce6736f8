package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.WEB;
import static io.berth.scheduler.control.ControlWorld.assertRefused;
import static io.berth.scheduler.control.ControlWorld.done;
import static io.berth.scheduler.control.ControlWorld.on;
import static io.berth.scheduler.control.ControlWorld.plan;
import static io.berth.scheduler.control.ControlWorld.shape;
import static io.berth.scheduler.control.ControlWorld.some;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.control.RunTask.NotPlaced;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Sighting.Phase;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks are started, stopped and told of; nothing is promised twice. */
class TaskCommandsTest {
  private static final Resources BIG = new Resources(1_024, 1_000, 100, 0);
  private static final HostId NOBODY = new HostId(9, 9);

  private final ControlWorld world = new ControlWorld();
  private final Plan small = plan(shape(128, 64));

  @AfterEach
  void nothingIsPromisedTwice() {
    world.check();
  }

  @Test
  void tasksAreSpreadOverTheHosts() {
    world.join(1, BIG);
    world.join(2, BIG);
    var answer = done(world.tasks.run(some(4, small)));
    assertEquals(List.of(), answer.failures());
    assertEquals(
        2, answer.tasks().stream().filter(task -> task.host().equals(new HostId(0, 1))).count());
  }

  @Test
  void tasksWithoutAPlaceAreToldOfWithTheReason() {
    Host host = world.join(1, new Resources(256, 1_000, 100, 0));
    var answer = done(world.tasks.run(some(3, small)));
    assertEquals(2, answer.tasks().size());
    assertEquals(List.of(new NotPlaced(host.id(), "RESOURCE:CPU")), answer.failures());
  }

  @Test
  void stoppingTaskHoldsItsPlaceUntilItHasEnded() {
    world.join(1, new Resources(128, 1_000, 100, 0));
    Task task = done(world.tasks.run(some(1, small))).tasks().getFirst();
    world.tell(task, Phase.RUNNING, 1);
    done(world.tasks.stop(CLUSTER, task.id(), "enough"));
    assertEquals(1, done(world.tasks.run(some(1, small))).failures().size());
    world.tell(task, Phase.STOPPED, 2);
    assertEquals(1, done(world.tasks.run(some(1, small))).tasks().size());
  }

  @Test
  void staticPortIsGivenOnce() {
    world.join(1, BIG);
    Plan withPort = plan(shape(1, 1, new HostPort(HostPort.Protocol.TCP, 80)));
    var answer = done(world.tasks.run(some(2, withPort)));
    assertEquals(1, answer.tasks().size());
    assertEquals("RESOURCE:PORTS", answer.failures().getFirst().reason());
  }

  @Test
  void hostThatIsSilentOrWhoseEngineIsAwayGetsNothing() {
    Host host = world.join(1, BIG);
    world.hosts.silent(host.id(), 1);
    assertEquals("AGENT", done(world.tasks.run(some(1, small))).failures().getFirst().reason());
    world.hosts.heard(host.id(), 1);
    world.hosts.engine(
        host.id(),
        1,
        new Contact.Engine(Contact.Availability.UNAVAILABLE, world.now(), "no answer"));
    assertEquals("AGENT", done(world.tasks.run(some(1, small))).failures().getFirst().reason());
    world.hosts.engine(host.id(), 1, world.available());
    assertEquals(1, done(world.tasks.run(some(1, small))).tasks().size());
  }

  @Test
  void planThatNeedsAnUnknownFeatureFindsNoHost() {
    Host host = world.join(1, BIG);
    var answer = done(world.tasks.run(some(2, plan(shape(1, 1), "future.thing"))));
    NotPlaced failure =
        attributeFailure(
            host, "has an agent that does not know what your task requires: future.thing");
    assertEquals(Collections.nCopies(2, failure), answer.failures());
  }

  private static NotPlaced attributeFailure(Host host, String detail) {
    return new NotPlaced(host.id(), "ATTRIBUTE", Optional.of(detail));
  }

  @Test
  void taskForAnotherKindOfMachineFindsNoHost() {
    Host host = world.join(1, BIG);
    NotPlaced failure =
        attributeFailure(
            host,
            "is missing an attribute required by your task:"
                + " ecs.cpu-architecture = arm64 (it is x86_64)");
    Plan arm = plan(needing("ecs.cpu-architecture", "arm64"));
    Plan intel = plan(needing("ecs.cpu-architecture", "x86_64"));

    assertEquals(List.of(failure), done(world.tasks.run(some(1, arm))).failures());
    assertEquals(List.of(failure), done(world.tasks.run(on(arm, host.id()))).failures());
    assertEquals(1, done(world.tasks.run(some(1, intel))).tasks().size());
    assertEquals(1, done(world.tasks.run(on(intel, host.id()))).tasks().size());
  }

  private static TaskShape needing(String attribute, String value) {
    return new TaskShape(new Resources(1, 1, 0, 0), Map.of(attribute, value), List.of(), List.of());
  }

  @Test
  void refusedRunsChangeNothing() {
    assertRefused(Refusal.Code.NO_HOSTS, world.tasks.run(some(1, small)));
    world.join(1, BIG);
    RunTask elsewhere =
        new RunTask(
            new ClusterName("nowhere"),
            small,
            new RunTask.Where.Placed(1, List.of()),
            "family:web",
            "",
            Map.of(),
            Optional.empty());
    assertRefused(Refusal.Code.CLUSTER_NOT_FOUND, world.tasks.run(elsewhere));
    world.store.update(
        Lane.API,
        tx -> {
          var web = tx.find(Tables.DEFINITIONS, WEB).orElseThrow();
          tx.update(Tables.DEFINITIONS, web.deregistered(world.now()));
          return true;
        });
    assertRefused(Refusal.Code.DEFINITION_INACTIVE, world.tasks.run(some(1, small)));
    assertEquals(0, world.store.snapshot().count(Tables.TASKS));
    assertEquals(0, world.store.snapshot().count(Tables.PLANS));
  }

  @Test
  void namedHostsAreTakenOrTellWhyNot() {
    Host host = world.join(1, BIG);
    Host gone = world.join(2, BIG);
    done(world.hosts.deregister(CLUSTER, gone.id(), HostCommands.Force.NO));
    var answer = done(world.tasks.run(on(small, host.id(), gone.id(), NOBODY)));
    assertEquals(1, answer.tasks().size());
    assertEquals(
        List.of(new NotPlaced(gone.id(), "INACTIVE"), new NotPlaced(NOBODY, "MISSING")),
        answer.failures());
  }

  @Test
  void namedHostOfAnotherClusterIsMissing() {
    Host host = world.join(1, BIG);
    ClusterName other = new ClusterName("other");
    world.clusters.create(other, Map.of(), Map.of());
    RunTask there =
        new RunTask(
            other,
            small,
            new RunTask.Where.Named(List.of(host.id())),
            "family:web",
            "",
            Map.of(),
            Optional.empty());

    assertEquals(
        List.of(new NotPlaced(host.id(), "MISSING")), done(world.tasks.run(there)).failures());
  }

  @Test
  void hostThatIsBeingDrainedGetsNothingNew() {
    Host host = world.join(1, BIG);
    world.store.update(
        Lane.API,
        tx -> {
          tx.update(Tables.HOSTS, world.host(host.id()).with(Host.Status.DRAINING));
          return true;
        });

    assertRefused(Refusal.Code.NO_HOSTS, world.tasks.run(some(1, small)));
    assertEquals(
        List.of(new NotPlaced(host.id(), "INACTIVE")),
        done(world.tasks.run(on(small, host.id()))).failures());
  }

  @Test
  void portThatTheHostKeepsForItselfIsNobodys() {
    Host host = world.join(1, BIG);
    HostPort ssh = new HostPort(HostPort.Protocol.TCP, 22);
    HostFacts facts = host.facts();
    world.hosts.facts(
        host.id(),
        1,
        new HostFacts(
            facts.registered(),
            facts.dynamicPorts(),
            List.of(ssh),
            facts.addresses(),
            facts.devices(),
            facts.attributes(),
            facts.machine(),
            facts.software(),
            facts.defaults(),
            facts.features()));

    assertEquals(
        List.of(new NotPlaced(host.id(), "RESOURCE:PORTS")),
        done(world.tasks.run(some(1, plan(shape(1, 1, ssh))))).failures());
    HostPort udp = new HostPort(HostPort.Protocol.UDP, 22);
    assertEquals(1, done(world.tasks.run(some(1, plan(shape(1, 1, udp))))).tasks().size());
  }

  @Test
  void sameTokenAnswersWithTheSameTasks() {
    world.join(1, BIG);
    var first = done(world.tasks.run(tokened("a", 1)));
    var again = done(world.tasks.run(tokened("a", 1)));
    assertEquals(ids(first.tasks()), ids(again.tasks()));
    assertEquals(2, world.store.snapshot().count(Tables.TASKS));
    assertRefused(Refusal.Code.TOKEN_CONFLICT, world.tasks.run(tokened("a", 2)));
    assertEquals(2, done(world.tasks.run(tokened("b", 1))).tasks().size());
  }

  @Test
  void taskOfAnotherClusterOrNobodyCannotBeStopped() {
    world.join(1, BIG);
    Task task = done(world.tasks.run(some(1, small))).tasks().getFirst();
    assertRefused(
        Refusal.Code.TASK_NOT_FOUND,
        world.tasks.stop(new ClusterName("other"), task.id(), "enough"));
    assertRefused(
        Refusal.Code.TASK_NOT_FOUND, world.tasks.stop(CLUSTER, new TaskId(1, 1), "enough"));
    assertTrue(world.task(task.id()).isWanted());
  }

  @Test
  void stoppingTwiceKeepsTheFirstReason() {
    world.join(1, BIG);
    Task task = done(world.tasks.run(some(1, small))).tasks().getFirst();
    done(world.tasks.stop(CLUSTER, task.id(), "first"));
    Task again = done(world.tasks.stop(CLUSTER, task.id(), "second"));
    assertEquals(
        Optional.of(new StopCause(StopCause.Code.USER_INITIATED, "first")), again.stopCause());
  }

  @Test
  void reportsAboutUnknownAndForeignTasksAreNamedAndChangeNothing() {
    world.join(1, BIG);
    Host other = world.join(2, BIG);
    Task task = done(world.tasks.run(on(small, new HostId(0, 1)))).tasks().getFirst();
    TaskId unknown = new TaskId(5, 5);
    Sighting sighting = sighting(1, Sighting.Phase.PULLING);
    var told = world.tasks.told(other.id(), Map.of(task.id(), sighting, unknown, sighting));
    assertEquals(List.of(unknown), told.unknown());
    assertEquals(task.id(), told.objections().getFirst().task());
    assertEquals(task, world.task(task.id()));
  }

  @Test
  void wordsOfAnOlderSessionThanTheHostsNewestAreLate() {
    Host host = world.join(1, BIG);
    Task task = done(world.tasks.run(on(small, host.id()))).tasks().getFirst();
    world.join(1, BIG);
    world.tasks.told(host.id(), Map.of(task.id(), sighting(1, Sighting.Phase.RUNNING)));
    assertEquals(Task.Status.PENDING, world.task(task.id()).status());
    world.tasks.told(host.id(), Map.of(task.id(), sighting(2, Sighting.Phase.RUNNING)));
    assertEquals(Task.Status.RUNNING, world.task(task.id()).status());
  }

  private static Sighting sighting(long session, Sighting.Phase phase) {
    return new Sighting(
        phase, new Sighting.Order(session, 1), List.of(), Optional.empty(), Sighting.Times.NONE);
  }

  private RunTask tokened(String token, int request) {
    RunTask plain = some(2, small);
    return new RunTask(
        plain.cluster(),
        plain.plan(),
        plain.where(),
        plain.group(),
        plain.startedBy(),
        plain.tags(),
        Optional.of(new RunTask.Token(token, Fingerprint.of(new byte[] {(byte) request}))));
  }

  private static List<TaskId> ids(List<Task> tasks) {
    return tasks.stream().map(Task::id).toList();
  }
}
