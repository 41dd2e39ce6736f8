package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.control.HostCommands.Emptying;
import io.berth.scheduler.control.ServiceOrder.Force;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting.Phase;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.BalancerSamples;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Services behind a target group: nobody counts who is not judged to be healthy, and whatever ends
 * a task, requests are kept away from it first.
 */
class BalancedServiceTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 100, 0);
  private static final TargetGroup GROUP =
      BalancerSamples.targetGroup(7).usedBy(Optional.of(new BalancerId(1)));

  private static final BalancedPort PORT =
      new BalancedPort("targetgroup/" + GROUP.name() + "/" + GROUP.id(), "web", 80);

  private final ServiceWorld world = new ServiceWorld();
  private Host host = world.control.join(1, SIZE);
  private final ServiceId web = new ServiceId(CLUSTER, "web");

  @BeforeEach
  void aServiceOfTwoThatIsSteady() {
    host = world.control.join(2, SIZE);
    insertGroup(world);
    done(world.creation("web", 2, List.of(PORT)));
    world.settle();
    judge(TargetHealth.Verdict.HEALTHY);
    world.settle();
    assertTrue(isSteady());
  }

  private static void insertGroup(ServiceWorld where) {
    where.control.store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.TARGET_GROUPS, GROUP);
          return true;
        });
  }

  // ------------------------------------------------------------------------------ registration

  @Test
  void runningTasksAreRegisteredAndOnlyHealthyOnesMakeAServiceSteady() {
    assertEquals(2, active().size());
    assertTrue(
        world.said(web).stream()
            .anyMatch(line ->
                line.equals(
                    "(service web) registered 2 targets in (target-group "
                        + PORT.targetGroup()
                        + ")")));

    world.scale(web, 3);
    world.settle();
    assertEquals(3, active().size());
    assertFalse(isSteady());
    judge(TargetHealth.Verdict.HEALTHY);
    world.settle();
    assertTrue(isSteady());
  }

  @Test
  void updateWaitsUntilNewTargetsAreHealthy() {
    List<Task> before = world.living(web);
    world.redeploy(web);
    world.settle();

    assertEquals(4, active().size());
    assertTrue(before.stream().allMatch(task -> world.control.task(task.id()).isWanted()));
    judge(TargetHealth.Verdict.HEALTHY);
    world.settle();
    assertEquals(2, active().size());
    assertEquals(2, draining().size());
  }

  @Test
  void taskWhoseTargetFailsIsReplacedFirstAndSaysWhy() {
    Task failing = world.living(web).getFirst();
    judge(failing, TargetHealth.Verdict.UNHEALTHY);
    world.settle();
    assertTrue(world.control.task(failing.id()).isWanted());
    assertEquals(3, world.living(web).size());

    for (Task task : world.living(web)) {
      if (!task.id().equals(failing.id())) {
        judge(task, TargetHealth.Verdict.HEALTHY);
      }
    }
    world.settle();

    assertEquals(
        "Task failed ELB health checks in (target-group " + PORT.targetGroup() + ")",
        world.control.task(failing.id()).stopCause().orElseThrow().reason());
    assertTrue(
        world.said(web).stream()
            .anyMatch(line ->
                line.contains("is unhealthy in (target-group")
                    && line.contains("(reason Health checks failed with these codes: [500])")),
        () -> world.said(web).toString());
  }

  @Test
  void groupThatIsGoneIsComplainedAboutOnceAndLeavesTheLoopAtRest() {
    loseGroup();
    world.settle();

    assertEquals(1, complaintsOfTargets());
  }

  @Test
  void groupThatIsGoneAndHostThatIsFullLeaveTheLoopAtRestTogether() {
    loseGroup();
    world.scale(web, 5_000);
    world.settle();

    assertEquals(1, complaintsOfTargets());
  }

  private void loseGroup() {
    world.control.store.update(
        Lane.API,
        tx -> {
          active().forEach(target -> tx.remove(Tables.TARGETS, target.id()));
          tx.remove(Tables.TARGET_GROUPS, GROUP.id());
          return true;
        });
  }

  private long complaintsOfTargets() {
    return world.said(web).stream().filter(line -> line.contains("unable to register")).count();
  }

  // ------------------------------------------------------------------------------ the order of
  // going

  @Test
  void scaleInDrainsBeforeItStops() {
    world.scale(web, 1);
    assertDrainsBeforeItStops();
    assertTrue(
        world.said(web).stream()
            .anyMatch(line ->
                line.matches(
                    "\\(service web, taskSet ecs-svc/[0-9]{19}\\) has begun draining connections on"
                        + " 1 tasks\\.")));
  }

  @Test
  void stopTaskDrainsBeforeItStops() {
    done(world.control.tasks.stop(CLUSTER, world.living(web).getFirst().id(), "enough"));
    assertDrainsBeforeItStops();
  }

  @Test
  void emptiedHostDrainsBeforeItStops() {
    world.control.hosts.empty(CLUSTER, List.of(host.id()), Emptying.BEGIN);
    assertDrainsBeforeItStops();
  }

  @Test
  void deletedServiceDrainsBeforeItStops() {
    done(world.services.delete(web, Force.YES));
    assertDrainsBeforeItStops();
  }

  /** The host hears of the end only when no request can come any more. */
  private void assertDrainsBeforeItStops() {
    world.settle();
    judge(TargetHealth.Verdict.HEALTHY);
    world.settle();
    List<Task> leaving = world.living(web).stream().filter(task -> !task.isWanted()).toList();
    assertFalse(leaving.isEmpty());
    for (Task task : leaving) {
      assertTrue(task.wish() instanceof Wish.Drain, () -> "not drained: " + task);
      assertTrue(task.isKept(), "its host was told to stop it");
      assertEquals(Task.Status.DEACTIVATING, task.status());
    }
    draining().forEach(target -> assertFalse(target.isActive()));

    world.control.store.update(
        Lane.REPORTS,
        tx -> {
          draining()
              .forEach(target ->
                  TaskTargets.drained(tx, target.id(), world.control.now(), "nothing in flight"));
          return true;
        });
    world.settle();
    for (Task task : leaving) {
      assertTrue(world.control.task(task.id()).isOver(), "it was never told to end");
    }
  }

  @Test
  void drainingEndsWithItsDelayWhateverProxiesSay() {
    Task task = world.living(web).getFirst();
    done(world.control.tasks.stop(CLUSTER, task.id(), "enough"));
    world.settle();
    assertTrue(world.control.task(task.id()).isKept());

    world.control.pass(GROUP.deregistrationDelay().plus(Duration.ofSeconds(1)));
    assertEquals(1, new TargetDrains(world.control.store).turn(world.control.now()));
    world.settle();

    assertTrue(world.control.task(task.id()).isOver());
  }

  @Test
  void tasksOfAHostThatIsTakenOutGetNoMoreRequests() {
    done(world.control.hosts.deregister(CLUSTER, host.id(), HostCommands.Force.YES));

    assertEquals(1, active().size());
    assertEquals(1, draining().size());
  }

  @Test
  void taskThatEndsByItselfIsOutOfItsGroupAtOnce() {
    Task task = world.living(web).getFirst();

    world.tell(task, Phase.STOPPED);

    assertEquals(1, active().size());
    assertEquals(0, draining().size());
  }

  /** Goal: nobody waits for the next look. Method: a host with two ports, one of them held. */
  @Test
  void serviceThatLacksAPortGoesOnWhenOneIsReleased() {
    ServiceWorld narrow = new ServiceWorld();
    narrow.control.join(1, new Resources(1_024, 1_000, 2, 0));
    insertGroup(narrow);
    done(narrow.creation("web", 2, List.of(PORT)));
    narrow.settle();
    Task victim = narrow.living(web).getFirst();
    narrow.tell(victim, Phase.STOPPED);
    narrow.settle();
    assertEquals(1, narrow.living(web).size());

    narrow.control.store.update(
        Lane.LOOPS,
        tx -> {
          TaskTargets.targets(tx, victim.id())
              .forEach(target -> TaskTargets.release(tx, target.id()));
          return true;
        });
    narrow.settle();

    assertEquals(2, narrow.living(web).size());
  }

  @Test
  void taskThatEndsByItselfWhileItDrainsIsOver() {
    Task task = world.living(web).getFirst();
    done(world.control.tasks.stop(CLUSTER, task.id(), "enough"));

    world.tell(world.control.task(task.id()), Phase.STOPPED);
    world.settle();

    assertTrue(world.control.task(task.id()).isOver());
    assertEquals("enough", world.control.task(task.id()).stopCause().orElseThrow().reason());
    assertEquals(0, draining().size());
  }

  // ------------------------------------------------------------------------------ state

  private boolean isSteady() {
    return world.service(web).progress().steadySaidAt().isPresent();
  }

  private List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    world.state().rows(Tables.TARGETS).forEach(targets::add);
    return targets;
  }

  private List<Target> active() {
    return targets().stream().filter(Target::isActive).toList();
  }

  private List<Target> draining() {
    return targets().stream()
        .filter(target -> target.state() instanceof Target.State.Draining)
        .toList();
  }

  /** Every proxy says so of every target. */
  private void judge(TargetHealth.Verdict verdict) {
    targets().forEach(target -> judge(target, verdict));
  }

  private void judge(Task task, TargetHealth.Verdict verdict) {
    TaskTargets.targets(world.state(), task.id()).forEach(target -> judge(target, verdict));
  }

  private void judge(Target target, TargetHealth.Verdict verdict) {
    boolean isHealthy = verdict == TargetHealth.Verdict.HEALTHY;
    world.control.store.update(
        Lane.REPORTS,
        tx -> {
          tx.update(
              Tables.TARGETS,
              target.seen(
                  new TargetHealth(
                      verdict,
                      isHealthy ? TargetHealth.Reason.NONE : TargetHealth.Reason.STATUS_MISMATCH,
                      isHealthy ? OptionalInt.empty() : OptionalInt.of(500),
                      world.control.now())));
          return true;
        });
  }
}
