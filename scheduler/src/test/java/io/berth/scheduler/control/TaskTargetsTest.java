package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.assertRefused;
import static io.berth.scheduler.control.ControlWorld.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.control.TargetCommands.Named;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.Target.State;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Targets of tasks and of users, from their registration until their port is free again. */
class TaskTargetsTest {
  private final BalancingWorld world = new BalancingWorld();
  private final Host host = world.join(1);

  @AfterEach
  void check() {
    world.check();
  }

  @Test
  void taskIsRegisteredOnceUnderItsBoundPort() {
    TargetGroup group = world.usedGroup("web");
    Task task = world.running(host, 20_001);
    assertEquals(1, world.register(task, group).registered().size());
    assertEquals(0, world.register(task, group).registered().size());
    Target target = world.targetsOf(group).getFirst();
    assertEquals(new Target.Address("192.0.2.1", 20_001), target.address());
    assertEquals("192.0.2.1", target.shownAs());
    assertEquals(Optional.of(task.id()), target.task());
    assertEquals(TargetHealth.Verdict.INITIAL, target.health().verdict());
  }

  @Test
  void taskInAGroupOfInstancesIsShownAsItsHost() {
    TargetGroup group =
        done(world.groups.create(BalancingWorld.group("web", TargetGroup.TargetKind.INSTANCE)));
    Task task = world.running(host, 20_001);
    world.register(task, group);
    assertEquals(host.id().text(), world.targetsOf(group).getFirst().shownAs());
  }

  @Test
  void taskThatDoesNotRunOrShallEndIsNotRegistered() {
    TargetGroup group = world.usedGroup("web");
    Task starting = world.running(host, 20_001);
    Task task =
        done(world.world.tasks.run(
                ControlWorld.on(ControlWorld.plan(ControlWorld.shape(1, 1)), host.id())))
            .tasks()
            .getFirst();
    task = world.seen(task, Sighting.Phase.STARTING, 20_002);
    assertEquals(List.of(), world.register(task, group).registered());
    done(world.world.tasks.stop(ControlWorld.CLUSTER, starting.id(), "enough"));
    assertEquals(List.of(), world.register(starting, group).registered());
  }

  @Test
  void portThatHasMovedIsAnotherTarget() {
    TargetGroup group = world.usedGroup("web");
    Task task = world.running(host, 20_001);
    world.register(task, group);
    task = world.seen(task, Sighting.Phase.RUNNING, 20_002);
    world.register(task, group);
    List<Target> targets = world.targetsOf(task);
    assertEquals(2, targets.size());
    assertEquals(1, targets.stream().filter(Target::isActive).count());
    assertEquals(
        List.of(20_001),
        targets.stream()
            .filter(target -> target.state() instanceof State.Gone)
            .map(target -> target.address().port())
            .toList());
  }

  @Test
  void groupThatIsNotThereIsRefusedAndTheOthersAreRegistered() {
    TargetGroup gone = world.newGroup("gone");
    done(world.groups.delete(gone.id()));
    TargetGroup group = world.usedGroup("web");
    TaskTargets.Registered registered = world.register(world.running(host, 20_001), gone, group);
    assertEquals(1, registered.registered().size());
    assertEquals(
        List.of(Refusal.Code.TARGET_GROUP_NOT_FOUND),
        registered.refused().stream().map(Refusal::code).toList());
  }

  @Test
  void drainIsOverWhenEachTargetHasDrained() {
    TargetGroup one = world.usedGroup("one");
    TargetGroup two = world.usedGroup("two");
    Task task = world.running(host, 20_001);
    world.register(task, one, two);
    assertTrue(beginDrain(task));
    Instant began = now();
    world.world.pass(Duration.ofSeconds(7));
    assertTrue(beginDrain(task));
    Target first = world.targetsOf(one).getFirst();
    assertEquals(new State.Draining(began, began.plusSeconds(300)), first.state());

    assertEquals(Optional.empty(), drained(first.id()));
    assertTrue(TaskTargets.isAwaited(world.world.store.snapshot(), task.id()));
    assertEquals(Optional.of(task.id()), drained(world.targetsOf(two).getFirst().id()));
    assertFalse(TaskTargets.isAwaited(world.world.store.snapshot(), task.id()));
    assertEquals(Optional.empty(), drained(first.id()));
    assertFalse(beginDrain(task));
  }

  @Test
  void whatNoBalancerUsesNeedsNoDraining() {
    Task task = world.running(host, 20_001);
    assertFalse(beginDrain(task));
    world.register(task, world.newGroup("unused"));
    assertFalse(beginDrain(task));
  }

  @Test
  void portOfATaskThatEndedIsHeldUntilItIsReleased() {
    TargetGroup group = world.usedGroup("web");
    Task task = world.running(host, 20_001);
    world.register(task, group);
    Target target = world.targetsOf(group).getFirst();
    world.in(tx -> {
      TaskTargets.release(tx, target.id());
      TaskTargets.forget(tx, task.id(), now());
      TaskTargets.forget(tx, task.id(), now());
      return true;
    });
    Target gone = world.targetsOf(group).getFirst();
    assertInstanceOf(State.Gone.class, gone.state());
    assertEquals(Optional.of(host.id()), gone.heldOn());
    world.in(tx -> {
      TaskTargets.release(tx, target.id());
      TaskTargets.release(tx, target.id());
      TaskTargets.release(tx, new TargetId(1, 1));
      return true;
    });
    assertEquals(List.of(), world.targetsOf(group));
  }

  /** A proxy that has not heard of it would send requests to whoever listens there. */
  @Test
  void heldPortIsGivenToNobody() {
    Host small = world.world.join(2, new Resources(1_000, 1_000, 1, 1));
    TargetGroup group = world.usedGroup("web");
    Task task = world.running(small, 20_080);
    world.register(task, group);
    Target target = world.targetsOf(group).getFirst();
    assertTrue(world.seen(task, Sighting.Phase.STOPPED, 20_080).isOver());
    assertEquals(Optional.of(small.id()), world.targetsOf(group).getFirst().heldOn());

    HostPort same = new HostPort(HostPort.Protocol.TCP, 20_080);
    assertEquals(0, placed(small, Samples.shape(new Resources(1, 1, 0, 0), same)));
    assertEquals(0, placed(small, new TaskShape(new Resources(1, 1, 1, 0))));
    HostPort other = new HostPort(HostPort.Protocol.UDP, 20_080);
    assertEquals(1, placed(small, Samples.shape(new Resources(1, 1, 0, 0), other)));

    world.in(tx -> {
      TaskTargets.release(tx, target.id());
      return true;
    });
    assertEquals(1, placed(small, Samples.shape(new Resources(1, 1, 0, 0), same)));
  }

  private int placed(Host on, TaskShape shape) {
    RunTask request = ControlWorld.on(ControlWorld.plan(shape), on.id());
    return (int)
        done(world.world.tasks.run(request)).tasks().stream()
            .filter(task -> task.host().equals(on.id()))
            .count();
  }

  @Test
  void delayEndsADrainWhateverProxiesSay() {
    TargetGroup group = world.usedGroup("web");
    done(world.groups.changeAttributes(group.id(), Map.of(TargetGroup.DEREGISTRATION_DELAY, "5")));
    Task task = world.running(host, 20_001);
    world.register(task, group);
    beginDrain(task);
    assertEquals(
        Optional.of(now().plusSeconds(5)), TargetDrains.next(world.world.store.snapshot()));
    world.world.pass(Duration.ofMillis(4_999));
    assertEquals(0, world.drains.turn(now()));
    world.world.pass(Duration.ofMillis(1));
    assertEquals(1, world.drains.turn(now()));
    assertEquals(0, world.drains.turn(now()));
    assertFalse(TaskTargets.isAwaited(world.world.store.snapshot(), task.id()));
    assertEquals(Optional.empty(), TargetDrains.next(world.world.store.snapshot()));
  }

  @Test
  void targetsByHandAreRegisteredOnceAndComeBackWhileTheyDrain() {
    TargetGroup group = world.usedGroup("web");
    Named named = new Named("192.0.2.9", OptionalInt.empty());
    done(world.targets.register(group.id(), List.of(named)));
    done(world.targets.register(group.id(), List.of(named)));
    Target target = world.targetsOf(group).getFirst();
    assertEquals(new Target.Address("192.0.2.9", 80), target.address());
    done(world.targets.deregister(group.id(), List.of(named)));
    assertInstanceOf(State.Draining.class, world.targetsOf(group).getFirst().state());
    done(world.targets.register(group.id(), List.of(named)));
    assertEquals(List.of(target), world.targetsOf(group));
    done(world.targets.deregister(group.id(), List.of(named)));
    assertEquals(Optional.empty(), drained(target.id()));
    assertEquals(List.of(), world.targetsOf(group));
  }

  @Test
  void targetOfATaskThatShallEndDoesNotComeBack() {
    TargetGroup group = world.usedGroup("web");
    Task task = world.running(host, 20_001);
    world.register(task, group);
    beginDrain(task);
    done(world.world.tasks.stop(ControlWorld.CLUSTER, task.id(), "enough"));
    done(
        world.targets.register(
            group.id(), List.of(new Named("192.0.2.1", OptionalInt.of(20_001)))));
    assertEquals(1, world.targetsOf(task).stream().filter(target -> !target.isActive()).count());
  }

  @Test
  void instanceIsReachedAtItsHostAndOthersAreRefused() {
    TargetGroup group =
        done(world.groups.create(BalancingWorld.group("web", TargetGroup.TargetKind.INSTANCE)));
    Named named = new Named(host.id().text(), OptionalInt.of(8_080));
    done(world.targets.register(group.id(), List.of(named)));
    assertEquals(
        new Target.Address("192.0.2.1", 8_080), world.targetsOf(group).getFirst().address());
    for (String wrong : List.of("i-0123", "0".repeat(32), "", "x".repeat(32))) {
      assertRefused(
          Refusal.Code.TARGET_INVALID,
          world.targets.register(group.id(), List.of(named, new Named(wrong, OptionalInt.of(1)))));
    }
    assertEquals(1, world.targetsOf(group).size());
    done(world.targets.deregister(group.id(), List.of(named)));
    assertEquals(List.of(), world.targetsOf(group));
  }

  /** An agent comes back with another address: what is there now is another target. */
  @Test
  void instanceGoesWhereItsHostGoesAndTargetsOfTasksStayWhereTheirPortsAreBound() {
    TargetGroup group =
        done(world.groups.create(BalancingWorld.group("web", TargetGroup.TargetKind.INSTANCE)));
    world.newListener(world.newBalancer("for-web"), 80, group);
    done(
        world.targets.register(
            group.id(), List.of(new Named(host.id().text(), OptionalInt.of(8_080)))));
    Task task = world.running(host, 20_001);
    world.register(task, group);
    Target ofTask = world.targetsOf(task).getFirst();
    Target before = byHand(group);

    world.world.hosts.facts(host.id(), 1, at(host, "192.0.2.99"));
    Target moved = byHand(group);
    assertEquals(new Target.Address("192.0.2.99", 8_080), moved.address());
    assertEquals(TargetHealth.unjudged(now()), moved.health());
    assertNotEquals(before.id(), moved.id());
    assertEquals(List.of(ofTask), world.targetsOf(task));

    world.world.hosts.facts(host.id(), 1, at(host, "192.0.2.99"));
    assertEquals(moved, byHand(group));
    HostCommands.Hello again =
        new HostCommands.Hello(
            host.facts(), host.contact().incarnation(), host.contact().engine(), Map.of());
    done(world.world.hosts.hello(host.id(), ControlWorld.CLUSTER, again));
    assertEquals(before.address(), byHand(group).address());
    assertFalse(List.of(before.id(), moved.id()).contains(byHand(group).id()));
  }

  private Target byHand(TargetGroup group) {
    List<Target> found =
        world.targetsOf(group).stream().filter(target -> target.task().isEmpty()).toList();
    assertEquals(1, found.size(), found::toString);
    return found.getFirst();
  }

  private static HostFacts at(Host host, String address) {
    HostFacts facts = host.facts();
    return new HostFacts(
        facts.registered(),
        facts.dynamicPorts(),
        facts.reservedPorts(),
        List.of(address),
        facts.devices(),
        facts.attributes(),
        facts.machine(),
        facts.software(),
        facts.defaults(),
        facts.features());
  }

  @Test
  void targetsAreBounded() {
    TargetGroup group = world.newGroup("web");
    List<Named> many =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(port -> new Named("192.0.2.9", OptionalInt.of(port)))
            .toList();
    done(world.targets.register(group.id(), many));
    assertRefused(
        Refusal.Code.TOO_MANY_TARGETS,
        world.targets.register(group.id(), List.of(new Named("192.0.2.9", OptionalInt.of(2_000)))));
    TaskTargets.Registered registered = world.register(world.running(host, 20_001), group);
    assertEquals(Refusal.Code.TOO_MANY_TARGETS, registered.refused().getFirst().code());
  }

  @Test
  void groupThatGoesTakesItsTargetsAlongButHoldsThePortsOfTasks() {
    TargetGroup group = world.newGroup("web");
    Task task = world.running(host, 20_001);
    world.register(task, group);
    done(world.targets.register(group.id(), List.of(new Named("192.0.2.9", OptionalInt.empty()))));
    done(world.groups.delete(group.id()));
    assertEquals(1, world.world.store.snapshot().count(Tables.TARGETS));
    assertInstanceOf(State.Gone.class, world.targetsOf(task).getFirst().state());
    assertFalse(beginDrain(task));
  }

  private boolean beginDrain(Task task) {
    return world.in(tx -> world.taskTargets.beginDrain(tx, task.id(), now()));
  }

  private Optional<TaskId> drained(TargetId id) {
    return world.in(tx -> TaskTargets.drained(tx, id, now(), "nothing is in flight"));
  }

  private Instant now() {
    return world.world.now();
  }
}
