package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.done;
import static io.berth.scheduler.control.ControlWorld.some;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting.Phase;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.BalancerSamples;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A port that a definition names, after the target that had it: whoever serves the same requests
 * may have it at once, everybody else waits until no proxy sends such requests there any more, and
 * is told so.
 */
class FixedPortTest {
  private static final HostPort HTTP = new HostPort(HostPort.Protocol.TCP, 8_080);
  private static final TargetGroup GROUP = group(7);
  private static final TargetGroup OTHER = group(8);
  private static final ServiceId WEB = new ServiceId(CLUSTER, "web");
  private static final String WAITS =
      "has freed a port required by your task, which waits until every proxy has forgotten it";

  private final ServiceWorld world = new ServiceWorld();

  @BeforeEach
  void oneHostWithOneTaskThatHasThePort() {
    Host _ = world.control.join(1, new Resources(1_024, 1_000, 100, 0));
    world.control.store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.TARGET_GROUPS, GROUP);
          tx.insert(Tables.TARGET_GROUPS, OTHER);
          return true;
        });
    done(world.creation("web", 1, plan(1, "web"), List.of(behind(GROUP))));
    world.settle();
    assertEquals(1, active().size());
  }

  private static TargetGroup group(int number) {
    return BalancerSamples.targetGroup(number).usedBy(Optional.of(new BalancerId(1)));
  }

  private static BalancedPort behind(TargetGroup group) {
    return new BalancedPort("targetgroup/" + group.name() + "/" + group.id(), "web", 80);
  }

  /** Tasks whose fixed port leads to port 80 of that container. */
  private static Plan plan(int number, String container) {
    TaskShape shape =
        new TaskShape(
            new Resources(128, 64, 0, 0),
            Map.of(),
            List.of(new TaskShape.PortLead(HTTP, container, 80)),
            List.of());
    return Plan.of(
        new DefinitionId("web", 1),
        "",
        shape,
        new Plan.Program(Bytes.of(new byte[] {(byte) number}), Set.of()));
  }

  // ------------------------------------------------------------------------------ the same group

  @Test
  void replacementHasThePortOfItsOwnGroupAtOnce() {
    Task died = world.living(WEB).getFirst();

    world.tell(died, Phase.STOPPED);
    world.settle();

    assertEquals(1, held().size());
    assertEquals(1, world.running(WEB));
    assertEquals(held().getFirst().address(), active().getFirst().address());
    assertFalse(active().getFirst().task().equals(Optional.of(died.id())));
  }

  @Test
  void successorsOfASuccessorHaveItToo() {
    for (int death = 1; death <= 3; death++) {
      world.tell(world.living(WEB).getFirst(), Phase.STOPPED);
      world.settle();
      assertEquals(death, held().size());
      assertEquals(1, world.running(WEB));
    }
  }

  // ------------------------------------------------------------------------------ others

  @Test
  void taskOfAnotherGroupWaitsIsToldWhyAndGoesOnWhenThePortIsReleased() {
    endWeb();
    ServiceId other = done(world.creation("other", 1, plan(2, "web"), List.of(behind(OTHER)))).id();
    world.settle();
    assertWaits(other);

    release();
    world.settle();

    assertEquals(1, world.running(other));
  }

  /** The requests are for another container than the one that this port would lead to. */
  @Test
  void anotherContainerOfTheSameGroupWaits() {
    endWeb();
    ServiceId turned =
        done(world.creation("turned", 1, plan(3, "side"), List.of(behind(GROUP)))).id();
    world.settle();
    assertWaits(turned);
  }

  @Test
  void taskOfNoServiceIsRefusedWithTheReason() {
    endWeb();

    RunTask.NotPlaced failure =
        done(world.control.tasks.run(some(1, plan(4, "web")))).failures().getFirst();

    assertEquals("RESOURCE:PORTS", failure.reason());
    assertEquals(Optional.of(WAITS), failure.detail());
  }

  private void assertWaits(ServiceId service) {
    assertEquals(0, world.living(service).size());
    assertTrue(
        world.said(service).getFirst().contains(") " + WAITS + "."),
        () -> world.said(service).toString());
  }

  /** Its task is over, and some proxy may not have heard of it. */
  private void endWeb() {
    world.scale(WEB, 0);
    world.settle();
    world.tell(world.living(WEB).getFirst(), Phase.STOPPED);
    world.settle();
    assertEquals(1, held().size());
    assertEquals(0, active().size());
  }

  private void release() {
    world.control.store.update(
        Lane.LOOPS,
        tx -> {
          held().forEach(target -> TaskTargets.release(tx, target.id()));
          return true;
        });
  }

  // ------------------------------------------------------------------------------ state

  private List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    world.state().rows(Tables.TARGETS).forEach(targets::add);
    return targets;
  }

  private List<Target> active() {
    return targets().stream().filter(Target::isActive).toList();
  }

  private List<Target> held() {
    return targets().stream().filter(target -> target.heldOn().isPresent()).toList();
  }
}
