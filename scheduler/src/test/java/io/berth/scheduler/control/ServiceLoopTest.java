package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.assertRefused;
import static io.berth.scheduler.control.ControlWorld.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.control.HostCommands.Emptying;
import io.berth.scheduler.control.ServiceOrder.Force;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting.Phase;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Services are kept up: over hosts, updates, failures and a scheduler that starts anew. */
class ServiceLoopTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 100, 0);

  private final ServiceWorld world = new ServiceWorld();

  @Test
  void newServiceGetsItsTasksSpreadOverHostsAndBecomesSteady() {
    world.control.join(1, SIZE);
    world.control.join(2, SIZE);
    ServiceId web = world.create("web", 4);

    world.settle();

    assertEquals(4, world.living(web).size());
    assertEquals(
        List.of(2L, 2L),
        world.living(web).stream()
            .collect(Collectors.groupingBy(Task::host, Collectors.counting()))
            .values()
            .stream()
            .toList());
    assertTrue(world.said(web).getFirst().contains("has reached a steady state."));
    assertTrue(world.said(web).getLast().startsWith("(service web) has started 4 tasks: (task "));
    Task task = world.living(web).getFirst();
    assertEquals("service:web", task.order().group());
    assertTrue(task.order().startedBy().startsWith("ecs-svc/"));
    world.control.check();
  }

  @Test
  void settledServiceMakesNoVersionHoweverOftenItIsLookedAt() {
    world.control.join(1, SIZE);
    world.create("web", 2);
    world.settle();
    var version = world.control.store.snapshot().version();

    for (int turn = 0; turn < 10; turn++) {
      world.turn();
    }

    assertEquals(version, world.control.store.snapshot().version());
  }

  @Test
  void updateReplacesEachTaskAndNeverHasFewerThanWanted() {
    world.control.join(1, SIZE);
    ServiceId web = world.create("web", 3);
    world.settle();
    List<Task> before = world.living(web);

    world.redeploy(web);
    for (int round = 0; round < 40; round++) {
      world.turn();
      assertTrue(world.running(web) >= 3, "too few run");
      assertTrue(world.living(web).size() <= 6, "too many live");
      world.agentsDo();
    }

    assertEquals(3, world.living(web).size());
    assertFalse(world.living(web).stream().anyMatch(before::contains));
    assertEquals(1, ServiceViews.deployments(world.state(), web).size());
    assertEquals(
        StopCause.Code.SERVICE_SCHEDULER_INITIATED,
        world.control.task(before.getFirst().id()).stopCause().orElseThrow().code());
    world.control.check();
  }

  @Test
  void imageThatNeverStartsTakesNothingAwayAndIsTriedEverMoreRarely() {
    world.control.join(1, SIZE);
    ServiceId web = world.create("web", 2);
    world.settle();
    List<Task> good = world.living(web);

    world.redeploy(web);
    world.failStarts(true);
    for (int minute = 0; minute < 60; minute++) {
      for (int round = 0; round < 4; round++) {
        world.turn();
        world.agentsDo();
      }
      world.control.pass(Duration.ofMinutes(1));
    }

    assertTrue(world.living(web).containsAll(good), "healthy tasks were taken away");
    assertTrue(world.failures() < 40, "tried too often: " + world.failures());
    assertTrue(world.failures() > 8, "tried too rarely: " + world.failures());
    assertTrue(
        world.said(web).stream()
            .anyMatch(line ->
                line.equals("(service web) is unable to consistently start tasks successfully.")));

    world.failStarts(false);
    world.redeploy(web);
    world.settle();
    assertEquals(2, world.running(web));
  }

  @Test
  void taskThatEndsByItselfIsReplacedAtOnce() {
    world.control.join(1, SIZE);
    ServiceId web = world.create("web", 2);
    world.settle();
    Task victim = world.living(web).getFirst();

    world.control.tell(victim, Phase.STOPPED, 9);
    world.settle();

    assertEquals(2, world.running(web));
  }

  @Test
  void serviceWithoutRoomSaysSoOnceAndGoesOnWhenAHostComes() {
    ServiceId web = world.create("web", 2);
    world.turn();
    world.turn();
    assertEquals(
        List.of(
            "(service web) was unable to place a task because no container instance met all of its"
                + " requirements. Reason: No Container Instances were found in your cluster. For"
                + " more information, see the Troubleshooting section of the Amazon ECS Developer"
                + " Guide."),
        world.said(web));

    world.control.join(1, new Resources(128, 1_000, 100, 0));
    world.settle();
    assertEquals(1, world.running(web));
    assertTrue(
        world.said(web).getFirst().contains("has insufficient CPU units available"),
        () -> world.said(web).toString());

    world.control.join(2, SIZE);
    world.settle();
    assertEquals(2, world.running(web));
    assertTrue(world.service(web).progress().complaint().isEmpty());
  }

  @Test
  void emptiedHostLosesItsTasksOnlyToReplacementsAndMayChangeItsMindMidway() {
    Host first = world.control.join(1, SIZE);
    Host second = world.control.join(2, SIZE);
    ServiceId web = world.create("web", 2);
    world.settle();

    world.control.hosts.empty(CLUSTER, List.of(first.id()), Emptying.BEGIN);
    world.turn();
    assertEquals(2, world.running(web));
    for (int round = 0; round < 20; round++) {
      world.turn();
      assertTrue(world.running(web) >= 2, "too few run");
      world.agentsDo();
    }
    assertEquals(0, world.on(web, first.id()));
    assertEquals(2, world.on(web, second.id()));

    world.control.hosts.empty(CLUSTER, List.of(second.id()), Emptying.BEGIN);
    world.settle();
    assertEquals(2, world.on(web, second.id()), "there is nowhere to go");

    world.control.hosts.empty(CLUSTER, List.of(first.id(), second.id()), Emptying.END);
    world.settle();
    assertEquals(2, world.running(web));
    assertTrue(world.service(web).progress().complaint().isEmpty());
  }

  @Test
  void hostThatWasNeverThereOrIsGoneIsNotEmptied() {
    Host host = world.control.join(1, SIZE);
    done(world.control.hosts.deregister(CLUSTER, host.id(), HostCommands.Force.NO));
    HostId unknown = new HostId(7, 7);

    var changed = world.control.hosts.empty(CLUSTER, List.of(host.id(), unknown), Emptying.BEGIN);

    assertEquals(List.of(), changed.hosts());
    assertEquals("INACTIVE", changed.failures().get(host.id()));
    assertEquals("MISSING", changed.failures().get(unknown));
  }

  @Test
  void silentHostGetsNoNewTaskAndKeepsWhatItHas() {
    Host first = world.control.join(1, SIZE);
    world.control.join(2, SIZE);
    ServiceId web = world.create("web", 2);
    world.settle();

    world.control.hosts.silent(first.id(), 1);
    world.scale(web, 4);
    world.settle();

    assertEquals(1, world.on(web, first.id()));
    assertEquals(4, world.running(web));
  }

  @Test
  void tasksOfAHostThatIsTakenOutAreReplaced() {
    Host first = world.control.join(1, SIZE);
    world.control.join(2, SIZE);
    ServiceId web = world.create("web", 2);
    world.settle();

    done(world.control.hosts.deregister(CLUSTER, first.id(), HostCommands.Force.YES));
    world.settle();

    assertEquals(2, world.running(web));
    assertEquals(0, world.on(web, first.id()));
  }

  @Test
  void deletedServiceIsOverWithItsLastTaskAndItsNameIsFree() {
    world.control.join(1, SIZE);
    ServiceId web = world.create("web", 2);
    world.settle();

    assertRefused(Refusal.Code.SERVICE_SCALED, world.services.delete(web, Force.NO));
    done(world.services.delete(web, Force.YES));
    assertEquals(new Service.State.Draining(), world.service(web).state());
    assertRefused(Refusal.Code.SERVICE_DRAINING, world.creation("web", 1));
    assertRefused(Refusal.Code.CLUSTER_HAS_SERVICES, clusterOfHostsLeft());
    world.settle();

    assertTrue(world.service(web).overAt().isPresent());
    assertEquals(0, world.living(web).size());
    done(world.creation("web", 1));
    world.settle();
    assertEquals(1, world.running(web));
  }

  private Outcome<?> clusterOfHostsLeft() {
    for (Host host : world.state().rows(Tables.HOSTS)) {
      done(world.control.hosts.deregister(CLUSTER, host.id(), HostCommands.Force.YES));
    }
    Outcome<?> outcome = world.control.clusters.delete(CLUSTER);
    world.control.join(3, SIZE);
    return outcome;
  }

  @Test
  void schedulerThatStartsAnewGoesOnWhereTheOneBeforeWas() {
    world.control.join(1, SIZE);
    ServiceId web = world.create("web", 3);
    world.settle();
    world.redeploy(web);
    for (int round = 0; round < 30; round++) {
      world.restart();
      world.turn();
      assertTrue(world.running(web) >= 3, "too few run");
      world.agentsDo();
    }
    assertEquals(3, world.living(web).size());
    assertEquals(1, ServiceViews.deployments(world.state(), web).size());
  }

  @Test
  void onlyTheNewestHundredEventsAreKept() {
    world.control.join(1, SIZE);
    ServiceId web = world.create("web", 1);
    for (int round = 0; round < 70; round++) {
      world.scale(web, 1 + round % 2);
      world.settle();
    }

    assertEquals(100, world.said(web).size());
    assertEquals(100, world.state().count(Tables.SERVICE_EVENTS));
    assertTrue(world.service(web).progress().events() > 100);
  }

  @Test
  void serviceThatIsOverIsForgottenWithAllThatBelongsToIt() {
    world.control.join(1, SIZE);
    ServiceId web = world.create("web", 1);
    world.settle();
    done(world.services.delete(web, Force.YES));
    world.settle();

    world.control.pass(Duration.ofHours(2));
    while (world.control.retention.turn(world.control.now()) > 0) {
      world.turn();
    }

    assertEquals(0, world.state().count(Tables.SERVICES));
    assertEquals(0, world.state().count(Tables.DEPLOYMENTS));
    assertEquals(0, world.state().count(Tables.SERVICE_EVENTS));
    assertEquals(0, world.state().count(Tables.PLANS));
  }

  @Test
  void planOfAServiceStaysThoughAllItsTasksAreForgotten() {
    world.control.join(1, SIZE);
    ServiceId web = world.create("web", 1);
    world.settle();
    world.scale(web, 0);
    world.settle();
    world.control.pass(Duration.ofHours(2));
    world.control.retention.turn(world.control.now());

    world.scale(web, 1);
    world.settle();

    assertEquals(1, world.running(web));
  }

  @Test
  void hundredServicesTakeManyTurnsOfABoundedSize() {
    world.control.join(1, new Resources(1_024_000, 1_000_000, 10_000, 0));
    for (int number = 0; number < 100; number++) {
      world.create("web-" + number, 30);
    }
    world.turn();
    int afterOneTurn = world.state().count(Tables.TASKS);
    assertTrue(afterOneTurn > 0 && afterOneTurn <= 1_000, "one turn started " + afterOneTurn);
    world.settle();
    assertEquals(3_000, world.state().count(Tables.TASKS));
  }
}
