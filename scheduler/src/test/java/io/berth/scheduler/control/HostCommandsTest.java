package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.assertRefused;
import static io.berth.scheduler.control.ControlWorld.done;
import static io.berth.scheduler.control.ControlWorld.plan;
import static io.berth.scheduler.control.ControlWorld.shape;
import static io.berth.scheduler.control.ControlWorld.some;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting.Phase;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Hosts come, fall silent and go; clusters and tags follow; what is old is forgotten. */
class HostCommandsTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 100, 0);

  private final ControlWorld world = new ControlWorld();

  @Test
  void hostThatComesAgainKeepsItsRowAndCountsItsSessions() {
    Host first = world.join(1, SIZE);
    Host again = world.join(1, new Resources(2_048, 1_000, 100, 0));
    assertEquals(2, again.contact().session());
    assertEquals(first.registeredAt(), again.registeredAt());
    assertEquals(2_048, again.facts().registered().cpuUnits());
  }

  @Test
  void wordsOfAnOldSessionChangeNothing() {
    Host host = world.join(1, SIZE);
    world.join(1, SIZE);
    world.hosts.silent(host.id(), 1);
    world.hosts.engine(
        host.id(), 1, new Contact.Engine(Contact.Availability.SLOW, world.now(), "late"));
    assertTrue(world.host(host.id()).isReachable());
    world.hosts.silent(host.id(), 2);
    assertFalse(world.host(host.id()).isConnected());
  }

  @Test
  void hostOfNoClusterIsRefused() {
    Host sample = Samples.host(1, SIZE);
    var hello =
        new HostCommands.Hello(
            sample.facts(), sample.contact().incarnation(), world.available(), Map.of());
    assertRefused(
        Refusal.Code.CLUSTER_NOT_FOUND,
        world.hosts.hello(sample.id(), new ClusterName("nowhere"), hello));
    assertEquals(0, world.store.snapshot().count(Tables.HOSTS));
  }

  @Test
  void hostWithTasksGoesOnlyByForceAndItsTasksWithIt() {
    Host host = world.join(1, SIZE);
    Task task = done(world.tasks.run(some(1, plan(shape(1, 1))))).tasks().getFirst();
    assertRefused(
        Refusal.Code.HOST_HAS_TASKS,
        world.hosts.deregister(CLUSTER, host.id(), HostCommands.Force.NO));
    assertTrue(world.task(task.id()).isWanted());
    done(world.hosts.deregister(CLUSTER, host.id(), HostCommands.Force.YES));
    assertTrue(world.task(task.id()).isOver());
    assertEquals(Host.Status.INACTIVE, world.host(host.id()).status());
    world.check();
  }

  @Test
  void deregisteredHostCannotComeBack() {
    Host host = world.join(1, SIZE);
    done(world.hosts.deregister(CLUSTER, host.id(), HostCommands.Force.NO));
    done(world.hosts.deregister(CLUSTER, host.id(), HostCommands.Force.NO));
    var hello =
        new HostCommands.Hello(
            host.facts(), host.contact().incarnation(), world.available(), Map.of());
    assertRefused(Refusal.Code.HOST_INACTIVE, world.hosts.hello(host.id(), CLUSTER, hello));
    assertRefused(
        Refusal.Code.HOST_NOT_FOUND,
        world.hosts.deregister(CLUSTER, new HostId(3, 3), HostCommands.Force.YES));
  }

  @Test
  void clusterInUseIsNotDeleted() {
    Host host = world.join(1, SIZE);
    assertRefused(Refusal.Code.CLUSTER_HAS_HOSTS, world.clusters.delete(CLUSTER));
    done(world.hosts.deregister(CLUSTER, host.id(), HostCommands.Force.NO));
    done(world.clusters.delete(CLUSTER));
    assertRefused(Refusal.Code.CLUSTER_NOT_FOUND, world.clusters.delete(CLUSTER));
    world.clusters.create(CLUSTER, Map.of("containerInsights", "enabled"), Map.of());
    done(world.clusters.changeSettings(CLUSTER, Map.of("other", "1")));
    assertEquals(
        Map.of("containerInsights", "enabled", "other", "1"),
        world.store.snapshot().find(Tables.CLUSTERS, CLUSTER).orElseThrow().settings());
  }

  @Test
  void tagsAreAddedAndTakenAway() {
    var cluster = new TagCommands.Tagged.OfCluster(CLUSTER);
    done(world.tags.tag(cluster, Map.of("a", "1", "b", "2")));
    assertEquals(Map.of("b", "2"), done(world.tags.untag(cluster, Set.of("a", "missing"))));
    assertRefused(
        Refusal.Code.RESOURCE_NOT_FOUND,
        world.tags.tag(new TagCommands.Tagged.OfHost(new HostId(1, 1)), Map.of("a", "1")));
    Map<String, String> many = new HashMap<>();
    for (int number = 0; number < 51; number++) {
      many.put("key-" + number, "");
    }
    assertRefused(Refusal.Code.TOO_MANY_TAGS, world.tags.tag(cluster, many));
  }

  @Test
  void endedTasksAreForgottenWithTheirPlansAfterAnHour() {
    world.join(1, SIZE);
    Task ended = done(world.tasks.run(some(1, plan(shape(1, 1))))).tasks().getFirst();
    Task alive =
        done(world.tasks.run(some(1, plan(shape(1, 2), new String[0])))).tasks().getFirst();
    world.tell(ended, Phase.STOPPED, 1);
    world.pass(Retention.TASKS_KEPT);
    assertEquals(0, world.retention.turn(world.now()));
    world.pass(Duration.ofNanos(1));
    assertEquals(1, world.retention.turn(world.now()));
    assertTrue(world.store.snapshot().find(Tables.TASKS, ended.id()).isEmpty());
    assertTrue(world.store.snapshot().find(Tables.PLANS, alive.order().plan()).isPresent());
    world.check();
  }
}
