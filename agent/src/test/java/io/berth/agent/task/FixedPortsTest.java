package io.berth.agent.task;

import static io.berth.agent.world.Tasks.container;
import static io.berth.agent.world.Tasks.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.model.DesiredChange;
import io.berth.agent.model.HeldPort;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.HostPort.Protocol;
import io.berth.agent.model.NetworkMode;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.world.AgentWorld;
import io.berth.agent.world.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Ports that plans fix within the range from which the agent picks: nobody else is given them, from
 * the promise on, and what was a target is held as a picked one is. The range begins at 20,000.
 */
class FixedPortsTest {
  private static final int FIRST = 20_000;

  private final AgentWorld world = AgentWorld.started();

  private void assertPicks(int task, int port) {
    world.assign(task(task, container("web").withPort(80)).build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(task));
    assertEquals(port, world.status(task).containers().getFirst().ports().getFirst().hostPort());
  }

  private void release(int task) {
    var port = new HostPort(FIRST, Protocol.TCP);
    world.change(
        new DesiredChange(
            List.of(),
            List.of(),
            Map.of(),
            List.of(),
            List.of(new HeldPort.Release(port, Tasks.id(task)))));
  }

  @Test
  void portOfATaskThatHasNotBegunIsNotPicked() {
    world.assign(
        task(1, container("web").withPort(80)).build(),
        task(2, container("web").withStaticPort(FIRST)).build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(2));
    assertEquals(FIRST + 1, world.status(1).containers().getFirst().ports().getFirst().hostPort());
  }

  @Test
  void portIsPickedAgainOnceItsTaskIsOver() {
    world.assign(task(1, container("web").withStaticPort(FIRST)).build());
    world.settle();
    assertPicks(2, FIRST + 1);
    world.stop(1);
    world.settle();
    assertTrue(world.runners().heldPorts().isEmpty());
    pickAllFrom(FIRST + 2);
    assertPicks(200, FIRST);
  }

  /** What was never had comes first, so all the others must be had. */
  private void pickAllFrom(int first) {
    for (int port = first; port < FIRST + 100; port++) {
      assertPicks(port - FIRST + 1, port);
    }
  }

  @Test
  void portOfATaskThatCouldNotBeginIsPickedAgain() {
    world.assign(
        task(1, container("web").withStaticPort(FIRST))
            .receivingTraffic()
            .requiring("the future")
            .build());
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertTrue(world.runners().heldPorts().isEmpty());
    pickAllFrom(FIRST + 1);
    assertPicks(200, FIRST);
  }

  @Test
  void portOfATargetIsHeldAfterItsTaskAndAfterTheAgent() {
    world.assign(task(1, container("web").withStaticPort(FIRST)).receivingTraffic().build());
    world.settle();
    world.stop(1);
    world.settle();
    assertHeld();
    assertPicks(2, FIRST + 1);
    world.restart();
    world.settle();
    assertHeld();
  }

  @Test
  void portOfTheHostsOwnNetworkCountsAsWell() {
    world.assign(task(1, container("web").withPort(FIRST)).inMode(NetworkMode.HOST).build());
    assertPicks(2, FIRST + 1);
  }

  @Test
  void portWithoutNetworkIsNobodys() {
    world.assign(task(1, container("web").withStaticPort(FIRST)).inMode(NetworkMode.NONE).build());
    assertPicks(2, FIRST);
  }

  @Test
  void portElsewhereIsNeverHeld() {
    world.assign(task(1, container("web").withStaticPort(8_080)).receivingTraffic().build());
    world.settle();
    world.stop(1);
    world.settle();
    assertTrue(world.runners().heldPorts().isEmpty());
    assertTrue(world.journal().promises().heldPorts().isEmpty());
  }

  /** Goal: a release of the one before does not take the port from the one after. */
  @Test
  void successorHasTheHeldPortAndKeepsItWhenTheHoldIsReleased() {
    world.assign(task(1, container("web").withStaticPort(FIRST)).receivingTraffic().build());
    world.settle();
    world.stop(1);
    world.settle();
    world.assign(task(2, container("web").withStaticPort(FIRST)).receivingTraffic().build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(2));

    release(1);

    assertTrue(world.runners().heldPorts().isEmpty());
    assertPicks(3, FIRST + 1);
    world.stop(2);
    world.settleFor(Duration.ofSeconds(1));
    assertHeld();
    release(2);
    assertTrue(world.runners().heldPorts().isEmpty());
  }

  private void assertHeld() {
    assertEquals(
        List.of(new HostPort(FIRST, Protocol.TCP)),
        world.runners().heldPorts().stream().map(HeldPort::port).toList());
  }
}
