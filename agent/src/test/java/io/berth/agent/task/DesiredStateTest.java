package io.berth.agent.task;

import static io.berth.agent.world.Tasks.container;
import static io.berth.agent.world.Tasks.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.model.Assignment;
import io.berth.agent.model.ContainerStatus.State;
import io.berth.agent.model.DesiredChange;
import io.berth.agent.model.DesiredChange.NotUnderstood;
import io.berth.agent.model.HeldPort;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.HostPort.Protocol;
import io.berth.agent.model.StateVersion;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus.StopCause;
import io.berth.agent.world.AgentWorld;
import io.berth.agent.world.Tasks;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How an agent takes what the scheduler desires, and what of it is on disk. */
class DesiredStateTest {
  private final AgentWorld world = AgentWorld.started();

  @Test
  void differenceOnAnotherBaseOrAnOldVersionIsRefused() throws IOException {
    world.assign(task(1, container("web")).build());
    var known = world.runners().version().orElseThrow();
    var later = new StateVersion(1, known.number() + 5);
    var wrongBase =
        world.runners().take(later, new StateVersion(1, 99), DesiredChange.NONE, world.now());
    assertEquals(
        Taken.Reason.BASE_UNKNOWN, assertInstanceOf(Taken.Refused.class, wrongBase).reason());
    var old = world.runners().take(known, known, DesiredChange.NONE, world.now());
    assertEquals(Taken.Reason.VERSION_OLD, assertInstanceOf(Taken.Refused.class, old).reason());
    assertEquals(known, world.runners().version().orElseThrow());
    world.restart();
    assertEquals(known, world.runners().version().orElseThrow());
  }

  @Test
  void fullSyncStopsNothingBySilenceAndForgetsWhatHasStopped() throws IOException {
    world.assign(task(1, container("web")).build(), task(2, container("web")).build());
    world.settle();
    world.stop(2);
    world.settle();
    world.sync(DesiredChange.NONE);
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertTrue(world.status(1).unclaimed());
    assertEquals(1, world.runners().statuses().size());
    world.assign(task(1, container("web")).build());
    world.settle();
    assertFalse(world.status(1).unclaimed());
  }

  @Test
  void fullDiskRefusesNewAssignmentsAndKeepsWhatRuns() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.disk.setFull(true);
    var change =
        new DesiredChange(
            List.of(task(2, container("web")).build()),
            List.of(),
            Map.of(Tasks.id(1), Assignment.Desired.STOP),
            List.of(),
            List.of());
    assertThrows(IOException.class, () -> world.tryChange(change));
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertEquals(1, world.runners().statuses().size());
  }

  @Test
  void assignmentThatCannotBeReadIsRefusedAlone() {
    Assignment whole = task(1, container("web")).build();
    var withoutPlan =
        new Assignment(
            whole.taskId(),
            whole.desired(),
            Optional.empty(),
            whole.planHash(),
            whole.requires(),
            whole.origin(),
            whole.singleton());
    world.change(
        new DesiredChange(
            List.of(task(2, container("web")).build()),
            List.of(new NotUnderstood(withoutPlan, "the network mode is not known")),
            Map.of(),
            List.of(),
            List.of()));
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertEquals(StopCause.ASSIGNMENT_REFUSED, world.status(1).stop().orElseThrow().cause());
    assertEquals(TaskPhase.RUNNING, world.phase(2));
    world.restart();
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
  }

  @Test
  void releasedPortIsForgottenByTheJournalToo() {
    world.assign(task(1, container("web").withPort(80)).receivingTraffic().build());
    world.settle();
    world.stop(1);
    world.settle();
    var port = new HostPort(20_000, Protocol.TCP);
    world.change(release(port, 2));
    assertEquals(1, world.runners().heldPorts().size());
    world.change(release(port, 1));
    assertTrue(world.runners().heldPorts().isEmpty());
    world.restart();
    assertTrue(world.runners().heldPorts().isEmpty());
  }

  @Test
  void portThatOnlyTheSchedulerRemembersIsHeldButNeverTakenFromATask() throws IOException {
    var first = new HeldPort(new HostPort(20_000, Protocol.TCP), Tasks.id(9), Instant.EPOCH);
    var second = new HeldPort(new HostPort(20_001, Protocol.TCP), Tasks.id(9), Instant.EPOCH);
    Assignment task = task(1, container("web").withPort(80)).build();
    world.sync(holding(task, first));
    world.settle();
    assertEquals(
        20_001, world.status(1).container("web").orElseThrow().ports().getFirst().hostPort());
    world.sync(holding(task, first, second));
    world.restart();
    assertEquals(List.of(first), world.runners().heldPorts());
    world.change(release(first.port(), 9));
    assertTrue(world.runners().heldPorts().isEmpty());
  }

  private static DesiredChange holding(Assignment task, HeldPort... ports) {
    return new DesiredChange(
        List.of(task), List.of(), Map.of(), List.of(), List.of(), List.of(ports));
  }

  private static DesiredChange release(HostPort port, int task) {
    return new DesiredChange(
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        List.of(new HeldPort.Release(port, Tasks.id(task))));
  }

  @Test
  void runningTaskThatIsForgottenIsStoppedFirst() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.forget(1);
    world.settle();
    assertFalse(world.isRunning(1, "web"));
    assertEquals(State.STOPPED, world.status(1).container("web").orElseThrow().state());
    assertTrue(world.runners().statuses().isEmpty());
    world.restart();
    world.settle();
    assertTrue(world.runners().statuses().isEmpty());
    assertTrue(world.find(1, "web").isPresent());
    world.pass(AgentWorld.CLEAN_UP_AFTER);
    world.settle();
    assertTrue(world.find(1, "web").isEmpty());
  }
}
