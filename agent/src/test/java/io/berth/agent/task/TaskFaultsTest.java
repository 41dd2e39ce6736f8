package io.berth.agent.task;

import static io.berth.agent.world.Tasks.container;
import static io.berth.agent.world.Tasks.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.ContainerState;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.EngineVerb;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.ContainerStatus.FailureKind;
import io.berth.agent.model.LifecyclePlan.DependencyCondition;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.model.TaskStatus.StopCause;
import io.berth.agent.world.AgentWorld;
import io.berth.agent.world.Tasks;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * What faults do to the life of a task: lost answers, engines away, full disks, plans that
 * contradict.
 */
class TaskFaultsTest {
  private final AgentWorld world = AgentWorld.started();

  private ContainerStatus container1(String name) {
    return world.status(1).container(name).orElseThrow();
  }

  private void assertStopped(StopCause cause) {
    TaskStatus status = world.status(1);
    assertEquals(TaskPhase.STOPPED, status.phase());
    assertEquals(cause, status.stop().orElseThrow().cause());
    assertTrue(status.times().stoppedAt().isPresent());
    assertTrue(
        world.host.allContainers().stream()
            .noneMatch(one -> one.state() == ContainerState.RUNNING));
  }

  @Test
  void answerOfACreateThatIsLostIsFoundByItsLabels() {
    world.host.loseNextAnswer(
        EngineVerb.CREATE, new EngineException(Kind.TIMED_OUT, true, "no answer"));
    world.assign(task(1, container("web")).build());
    world.settleFor(Duration.ofSeconds(5));
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertEquals(1, world.host.allContainers().size());
  }

  @Test
  void answerOfAStartThatIsLostStartsNothingTwice() {
    world.host.loseNextAnswer(
        EngineVerb.START, new EngineException(Kind.TIMED_OUT, true, "no answer"));
    world.assign(task(1, container("web")).build());
    world.settleFor(Duration.ofSeconds(5));
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertEquals(0, container1("web").restartCount());
  }

  @Test
  void engineThatIsAwayIsWaitedForWithoutEnd() {
    world.settle();
    world.host.engineGoesAway();
    world.assign(task(1, container("web")).build());
    world.settleFor(Duration.ofMinutes(3));
    assertEquals(TaskPhase.ACCEPTED, world.phase(1));
    world.host.engineRecovers();
    world.settleFor(Duration.ofSeconds(5));
    assertEquals(TaskPhase.RUNNING, world.phase(1));
  }

  @Test
  void callThatTimesOutAgainAndAgainFailsTheTask() {
    for (int start = 0; start < 5; start++) {
      world.host.failNext(EngineVerb.START, new EngineException(Kind.TIMED_OUT, true, "no answer"));
    }
    world.assign(task(1, container("web")).build());
    world.settleFor(Duration.ofSeconds(30));
    assertStopped(StopCause.FAILED_TO_START);
    assertEquals(FailureKind.ENGINE_TIMEOUT, container1("web").failure().orElseThrow().kind());
  }

  @Test
  void containerThatCannotBeStoppedIsKilledAndNeverCalledStopped() {
    world.assign(task(1, container("web")).build());
    world.settle();
    for (int stop = 0; stop < 3; stop++) {
      world.host.failNext(EngineVerb.STOP, new EngineException(Kind.STOP, true, "will not"));
    }
    world.stop(1);
    world.settle();
    assertEquals(TaskPhase.STOPPING, world.phase(1));
    world.settleFor(Duration.ofSeconds(20));
    assertStopped(StopCause.DESIRED);
    assertEquals(OptionalInt.of(137), container1("web").exitCode());
  }

  @Test
  void fullDiskKeepsATaskFromStartingWithPortsThatNobodyPromised() {
    world.assign(task(1, container("web").withPort(80)).build());
    world.disk.setFull(true);
    world.settleFor(Duration.ofSeconds(20));
    assertTrue(world.host.allContainers().isEmpty());
    world.disk.setFull(false);
    world.settleFor(Duration.ofSeconds(10));
    assertEquals(TaskPhase.RUNNING, world.phase(1));
  }

  @Test
  void fullDiskDoesNotKeepATaskFromStopping() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.disk.setFull(true);
    world.host.exit(world.containerId(1, "web"), 4);
    world.settleFor(Duration.ofSeconds(2));
    assertStopped(StopCause.ESSENTIAL_EXITED);
  }

  // -------------------------------------------------------------------------- refusals, singletons

  @Test
  void unknownFeatureIsRefusedBeforeAnythingIsDone() {
    world.assign(task(1, container("web")).requiring("gpu-sharing").build());
    world.settle();
    assertStopped(StopCause.ASSIGNMENT_REFUSED);
    assertEquals(
        "The task requires gpu-sharing, which this agent does not know",
        world.status(1).stop().orElseThrow().sentence());
    assertTrue(world.host.allContainers().isEmpty());
    assertEquals(ContainerStatus.State.STOPPED, container1("web").state());
    world.assign(task(2, container("web")).requiring("known").build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(2));
  }

  @Test
  void contradictoryPlanIsRefused() {
    world.assign(
        task(
                1,
                container("a").after("b", DependencyCondition.START),
                container("b").after("a", DependencyCondition.START))
            .build());
    world.assign(task(2, container("a").notEssential()).build());
    world.assign(task(3, container("a").mounting("nothing")).build());
    world.assign(task(4, container("a").after("b", DependencyCondition.START)).build());
    world.settle();
    for (int task = 1; task <= 4; task++) {
      assertEquals(StopCause.ASSIGNMENT_REFUSED, world.status(task).stop().orElseThrow().cause());
    }
  }

  @Test
  void anotherPlanForABegunTaskIsRefusedAndChangesNothing() {
    world.assign(task(1, container("web")).build());
    world.settle();
    int reports = world.reports.size();
    world.assign(task(1, container("other")).withHash(2).build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertTrue(world.isRunning(1, "web"));
    assertEquals(1, world.host.allContainers().size());
    assertEquals(reports + 1, world.reports.size());
    assertEquals(Tasks.hash(1), world.status(1).planHash());
  }

  @Test
  void anotherPlanForATaskThatHasNotBegunReplacesIt() {
    // An agent that has asked the engine once knows that nothing of the task is there.
    world.settle();
    world.host.engineGoesAway();
    world.assign(task(1, container("web")).build());
    world.settle();
    world.assign(task(1, container("other")).withHash(2).build());
    world.settle();
    world.host.engineRecovers();
    world.settleFor(Duration.ofSeconds(5));
    assertTrue(world.isRunning(1, "other"));
    assertEquals(Tasks.hash(2), world.status(1).planHash());
  }

  @Test
  void singletonStartsWithALeaseAndStopsAtItsEnd() {
    world.assign(task(1, container("web")).singleton(4).build());
    world.settle();
    assertFalse(world.isRunning(1, "web"));
    world.runners().leaseBegan();
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    world.assign(task(2, container("web")).build());
    world.settle();
    world.runners().leaseEnded(Duration.ZERO);
    world.settle();
    assertEquals(StopCause.LEASE_ENDED, world.status(1).stop().orElseThrow().cause());
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertEquals(TaskPhase.RUNNING, world.phase(2));
    world.runners().leaseBegan();
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
  }

  @Test
  void singletonWithPatienceOutlivesTheLeaseForAsLong() {
    world.runners().leaseBegan();
    world.assign(task(1, container("web")).singleton(4, Duration.ofSeconds(90)).build());
    world.settle();
    world.runners().leaseEnded(Duration.ofSeconds(89));
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    world.runners().leaseBegan();
    world.runners().leaseEnded(Duration.ofMillis(1));
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    world.runners().leaseEnded(Duration.ofSeconds(90));
    world.settle();
    assertEquals(StopCause.LEASE_ENDED, world.status(1).stop().orElseThrow().cause());
    assertEquals(TaskPhase.STOPPED, world.phase(1));
  }

  @Test
  void runAfterAStopChangesNothing() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.stop(1);
    world.assign(task(1, container("web")).build());
    world.settle();
    assertStopped(StopCause.DESIRED);
  }

  @Test
  void stopBeforeAnythingWasDoneNeedsNoEngine() {
    // An agent that has asked the engine once knows that nothing of the task is there.
    world.settle();
    world.host.engineGoesAway();
    world.assign(task(1, container("web")).build());
    world.stop(1);
    world.settle();
    assertStopped(StopCause.DESIRED);
  }
}
