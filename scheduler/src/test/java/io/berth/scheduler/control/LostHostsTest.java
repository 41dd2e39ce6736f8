package io.berth.scheduler.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.CutOff;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.LossRules;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Hosts that fall silent and what becomes of their tasks, on virtual time. */
class LostHostsTest {
  private static final Duration LONG_ENOUGH = Duration.ofMillis(10_500);

  private static boolean isLost(LossWorld world, int number) {
    return world.control.host(world.host(number)).contact().link() instanceof Contact.Link.Lost;
  }

  private static List<Class<? extends Happening>> told(LossWorld world, Subject about) {
    try {
      return world.control.history.page(about, Optional.empty(), 100).lines().stream()
          .<Class<? extends Happening>>map(line -> line.what().getClass())
          .toList();
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  private static Cluster cluster(LossWorld world) {
    return world.services.state().find(Tables.CLUSTERS, ControlWorld.CLUSTER).orElseThrow();
  }

  private static void tag(LossWorld world, String key, String value) {
    ControlWorld.done(
        world.control.tags.tag(
            new TagCommands.Tagged.OfCluster(ControlWorld.CLUSTER), Map.of(key, value)));
  }

  @Test
  void tasksOfALostHostAreReplacedAfterTenSecondsAndEndWhenItComesBack() {
    LossWorld world = LossWorld.of(3);
    ServiceId web = world.services.create("web", 3);
    world.pass(Duration.ofSeconds(2));
    assertEquals(1, world.services.on(web, world.host(1)));
    Task cutOff = onHost(world, web, 1);

    world.cut(1);
    world.pass(Duration.ofMillis(9_500));
    assertFalse(isLost(world, 1));
    assertEquals(1, world.services.on(web, world.host(1)));
    world.pass(Duration.ofSeconds(2));

    assertTrue(isLost(world, 1));
    assertEquals(0, world.services.on(web, world.host(1)));
    assertEquals(3, world.services.running(web));
    StopCause cause = world.control.task(cutOff.id()).stopCause().orElseThrow();
    assertEquals(StopCause.Code.TERMINATION_NOTICE, cause.code());
    assertFalse(world.control.task(cutOff.id()).isOver(), "nobody knows that it has ended");

    world.mend(1);
    world.pass(Duration.ofSeconds(2));
    assertTrue(world.control.task(cutOff.id()).isOver());
    assertEquals(3, world.services.running(web));
    assertEquals(
        List.of(
            Happening.Joined.class,
            Happening.WentSilent.class,
            Happening.WasLost.class,
            Happening.CameBack.class),
        told(world, Subject.of(world.host(1))));
    world.control.check();
  }

  private static Task onHost(LossWorld world, ServiceId service, int number) {
    return world.services.living(service).stream()
        .filter(task -> task.host().equals(world.host(number)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tasksOfAHostThatComesBackBeforeTheyAreReplacedAreKept() {
    LossWorld world = LossWorld.of(2);
    ServiceId web = world.services.create("web", 2);
    world.pass(Duration.ofSeconds(2));
    Task cutOff = onHost(world, web, 1);
    world.services.failStarts(true);

    world.cut(1);
    world.pass(Duration.ofSeconds(12));
    assertTrue(isLost(world, 1));
    assertTrue(world.control.task(cutOff.id()).isWanted());
    world.mend(1);
    world.pass(Duration.ofSeconds(2));

    assertTrue(world.control.task(cutOff.id()).isWanted());
    assertEquals(2, world.services.running(web));
  }

  @Test
  void whatAServiceKeepsIsReplacedByNothing() {
    LossWorld world = LossWorld.of(2);
    ServiceId kept = tagged(world, "keep");
    ServiceId patient = tagged(world, "replace:1m");
    world.pass(Duration.ofSeconds(2));

    world.cut(1);
    world.pass(Duration.ofSeconds(65));
    assertEquals(1, world.services.on(patient, world.host(1)));
    world.pass(Duration.ofSeconds(7));

    assertEquals(1, world.services.on(kept, world.host(1)));
    assertEquals(0, world.services.on(patient, world.host(1)));
    assertEquals(2, world.services.running(patient));
  }

  private static ServiceId tagged(LossWorld world, String policy) {
    return world.services.tagged(
        policy.substring(0, 4),
        2,
        ControlWorld.plan(ControlWorld.shape(128, 64)),
        Map.of(CutOff.TAG, policy));
  }

  @Test
  void tooManyAtOnceAreBrakedAndNothingMoves() {
    LossWorld world = LossWorld.of(6);
    ServiceId web = world.services.create("web", 6);
    world.pass(Duration.ofSeconds(2));

    world.cut(1, 2, 3);
    world.pass(Duration.ofMinutes(4));
    assertEquals(3, cluster(world).brake().orElseThrow().silent());
    assertEquals(6, cluster(world).brake().orElseThrow().hosts());
    assertEquals(1, world.services.on(web, world.host(1)));
    assertEquals(List.of(Happening.Braked.class), told(world, Subject.of(ControlWorld.CLUSTER)));

    world.mend(1, 2);
    world.pass(Duration.ofSeconds(29));
    assertFalse(isLost(world, 3));
    world.pass(Duration.ofSeconds(3));
    assertTrue(isLost(world, 3), "it is not the network, so it is the host");
    assertTrue(cluster(world).brake().isEmpty());
    assertEquals(0, world.services.on(web, world.host(3)));
  }

  @Test
  void brakeEndsAfterFiveMinutesOrWhenSomebodySaysSo() {
    LossWorld world = LossWorld.of(6);
    world.cut(1, 2, 3);
    world.pass(Duration.ofSeconds(12));
    assertFalse(isLost(world, 1));
    ControlWorld.done(world.control.hosts.confirmLoss(ControlWorld.CLUSTER));
    assertTrue(isLost(world, 1) && isLost(world, 2) && isLost(world, 3));
    assertTrue(cluster(world).brake().isEmpty());

    world.mend(1, 2, 3);
    world.pass(Duration.ofMinutes(2));
    world.cut(4, 5, 6);
    world.pass(Duration.ofMinutes(5));
    assertFalse(isLost(world, 4));
    world.pass(Duration.ofSeconds(12));
    assertTrue(isLost(world, 4) && isLost(world, 5) && isLost(world, 6));
  }

  @Test
  void hostThatWasTakenOutIsNeitherLostNorGivenUp() {
    LossWorld world = LossWorld.of(3);
    world.cut(1, 2);
    world.pass(Duration.ofSeconds(8));
    ControlWorld.done(
        world.control.hosts.deregister(
            ControlWorld.CLUSTER, world.host(1), HostCommands.Force.YES));
    assertEquals(
        List.of(world.host(2)),
        ControlWorld.done(world.control.hosts.confirmLoss(ControlWorld.CLUSTER)).stream()
            .map(Host::id)
            .toList());
    world.pass(Duration.ofSeconds(20));

    assertFalse(isLost(world, 1));
  }

  @Test
  void clusterSaysByTagsWhenAHostIsLost() {
    LossWorld world = LossWorld.of(3);
    tag(world, LossRules.LOST_AFTER, "30s");
    world.cut(1);
    world.pass(Duration.ofSeconds(29));
    assertFalse(isLost(world, 1));
    world.pass(Duration.ofMillis(1_500));
    assertTrue(isLost(world, 1));
  }

  @Test
  void newSchedulerWaitsForAllBeforeItGivesAnybodyUp() {
    LossWorld world = LossWorld.of(3);
    world.cut(1);
    world.pass(Duration.ofSeconds(8));
    world.restart();
    world.pass(Duration.ofSeconds(59));
    assertFalse(isLost(world, 1));
    world.pass(Duration.ofSeconds(2));
    assertTrue(isLost(world, 1));
  }

  @Test
  void hostThatComesAndGoesRestsAndTakesTasksAgainAfterwards() {
    LossWorld world = LossWorld.of(3);
    blink(world);
    assertTrue(world.control.host(world.host(1)).isReachable());
    blink(world);
    Host restless = world.control.host(world.host(1));
    assertFalse(restless.isReachable());
    assertTrue(restless.isConnected());
    assertTrue(told(world, Subject.of(world.host(1))).contains(Happening.Rests.class));

    ServiceId web = world.services.create("web", 4);
    world.pass(Duration.ofSeconds(2));
    assertEquals(0, world.services.on(web, world.host(1)));
    world.pass(Duration.ofSeconds(40));
    assertTrue(world.control.host(world.host(1)).isReachable());
  }

  private static void blink(LossWorld world) {
    world.cut(1);
    world.pass(Duration.ofSeconds(8));
    world.mend(1);
    world.pass(Duration.ofSeconds(1));
  }

  @Test
  void whoWasAwayWithManyOthersDoesNotRest() {
    LossWorld world = LossWorld.of(4);
    for (int round = 0; round < 3; round++) {
      world.cut(1, 2, 3, 4);
      world.pass(LONG_ENOUGH);
      world.mend(1, 2, 3, 4);
      world.pass(Duration.ofSeconds(5));
    }

    assertTrue(world.hosts().stream().allMatch(Host::isReachable));
    assertTrue(world.hosts().stream().noneMatch(Host::isLost));
  }

  // ------------------------------------------------------------------------------ leases

  @Test
  void aLeasedTaskIsReplacedOnlyWhenItsHostMustHaveStoppedIt() {
    LossWorld world = LossWorld.of(2);
    ServiceId web = tagged(world, "stop:1m");
    world.pass(Duration.ofSeconds(2));
    Task cutOff = onHost(world, web, 1);
    assertEquals(Duration.ofMinutes(1), cutOff.order().lease().orElseThrow().patience());

    world.cut(1);
    // The lease, the patience, the time to stop, the margin.
    world.pass(Duration.ofMillis(15_000 + 60_000 + 30_000 + 5_000 - 500));
    assertEquals(2, world.services.living(web).size());
    assertEquals(1, world.services.on(web, world.host(1)));
    world.pass(Duration.ofSeconds(1));

    assertTrue(world.control.task(cutOff.id()).isOver());
    assertEquals(
        List.of(Happening.Expired.class),
        told(world, Subject.of(cutOff.id())).stream()
            .filter(Happening.Expired.class::equals)
            .toList());
    assertEquals(2, world.services.running(web));
    world.control.check();
  }

  @Test
  void aServiceThatNeverHasTwoTasksCountsThemByLeases() {
    LossWorld world = LossWorld.of(2);
    ServiceId one = world.services.single("one");
    world.pass(Duration.ofSeconds(2));
    Task first = world.services.living(one).getFirst();
    assertEquals(1, first.order().lease().orElseThrow().number());
    assertEquals(Duration.ZERO, first.order().lease().orElseThrow().patience());

    world.cut(first.host().equals(world.host(1)) ? 1 : 2);
    world.pass(Duration.ofSeconds(49));
    assertEquals(List.of(first.id()), world.services.living(one).stream().map(Task::id).toList());
    world.pass(Duration.ofSeconds(4));

    Task second = world.services.living(one).getFirst();
    assertEquals(2, second.order().lease().orElseThrow().number());
    assertEquals(2, world.services.service(one).progress().leases());
  }

  @Test
  void aStandstillOfTheSchedulerIsNoTimeOfALease() {
    LossWorld world = LossWorld.of(2);
    ServiceId one = world.services.single("one");
    world.pass(Duration.ofSeconds(2));
    Task first = world.services.living(one).getFirst();
    world.cut(first.host().equals(world.host(1)) ? 1 : 2);
    world.pass(Duration.ofSeconds(15));
    world.pause(Duration.ofHours(1));
    world.pass(Duration.ofSeconds(30));

    assertFalse(world.control.task(first.id()).isOver());
  }
}
