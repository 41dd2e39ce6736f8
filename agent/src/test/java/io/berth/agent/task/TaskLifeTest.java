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
import io.berth.agent.engine.FakeEngine;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.ContainerStatus.FailureKind;
import io.berth.agent.model.ContainerStatus.Health;
import io.berth.agent.model.HostPort.Protocol;
import io.berth.agent.model.LifecyclePlan.DependencyCondition;
import io.berth.agent.model.NetworkMode;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.model.TaskStatus.StopCause;
import io.berth.agent.model.VolumePlan;
import io.berth.agent.world.AgentWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Lives of single tasks from promise to clean-up, seen from outside, with one agent all along. */
class TaskLifeTest {
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
  void oneContainerRunsIsStoppedAndIsCleanedUp() {
    world.assign(task(1, container("web")).build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertEquals(
        List.of(TaskPhase.ACCEPTED, TaskPhase.CREATING, TaskPhase.STARTING, TaskPhase.RUNNING),
        world.phases(1));
    world.stop(1);
    world.settle();
    assertStopped(StopCause.DESIRED);
    assertEquals(OptionalInt.of(143), container1("web").exitCode());
    world.settleFor(Duration.ofMinutes(1));
    assertTrue(world.find(1, "web").isPresent());
    world.pass(AgentWorld.CLEAN_UP_AFTER);
    world.settle();
    assertTrue(world.host.allContainers().isEmpty());
    assertEquals(1, world.runners().statuses().size());
    world.forget(1);
    world.settle();
    assertTrue(world.runners().statuses().isEmpty());
    assertTrue(world.runners().runners().isEmpty());
  }

  @Test
  void sequenceOfStatusesRisesByOne() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.stop(1);
    world.settle();
    List<Long> sequences = world.reports.stream().map(TaskStatus::sequence).toList();
    for (int place = 0; place < sequences.size(); place++) {
      assertEquals(place + 1, sequences.get(place));
    }
  }

  @Test
  void endOfAnEssentialContainerStopsTheTaskWhateverItsCode() {
    world.assign(task(1, container("web"), container("side").notEssential()).build());
    world.settle();
    world.host.exit(world.containerId(1, "web"), 0);
    world.settle();
    assertStopped(StopCause.ESSENTIAL_EXITED);
    assertEquals(
        "Essential container in task exited", world.status(1).stop().orElseThrow().sentence());
    assertEquals(OptionalInt.of(0), container1("web").exitCode());
    assertEquals(OptionalInt.of(143), container1("side").exitCode());
    assertTrue(world.status(1).times().executionStoppedAt().isPresent());
  }

  @Test
  void endOfAnotherContainerChangesNothingForTheTask() {
    world.assign(task(1, container("web"), container("side").notEssential()).build());
    world.settle();
    world.host.exit(world.containerId(1, "side"), 7);
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertEquals(ContainerStatus.State.STOPPED, container1("side").state());
    assertEquals(OptionalInt.of(7), container1("side").exitCode());
  }

  @Test
  void containerKilledForItsMemorySaysSo() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.host.runOutOfMemory(world.containerId(1, "web"));
    world.settle();
    assertStopped(StopCause.ESSENTIAL_EXITED);
    assertEquals(FailureKind.OUT_OF_MEMORY, container1("web").failure().orElseThrow().kind());
  }

  @Test
  void containerRemovedByHandIsMissedWithinTwoSeconds() {
    world.assign(task(1, container("web")).build());
    world.settle();
    Instant removed = world.now();
    world.host.removeByHand(world.containerId(1, "web"));
    world.settle();
    assertTrue(Duration.between(removed, world.now()).compareTo(Duration.ofSeconds(2)) < 0);
    assertStopped(StopCause.ESSENTIAL_EXITED);
    assertEquals(FailureKind.VANISHED, container1("web").failure().orElseThrow().kind());
    assertEquals(OptionalInt.empty(), container1("web").exitCode());
  }

  // -------------------------------------------------------------------------- order

  @Test
  void firstComesWhatOthersWaitForAndLastItStops() {
    world.assign(
        task(
                1,
                container("web").after("db", DependencyCondition.HEALTHY),
                container("db").healthy(),
                container("setup").notEssential())
            .build());
    world.settle();
    assertTrue(world.isRunning(1, "db"));
    assertFalse(world.isRunning(1, "web"));
    assertEquals(TaskPhase.STARTING, world.phase(1));
    world.host.judge(world.containerId(1, "db"), Health.HEALTHY);
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertEquals(Health.HEALTHY, container1("db").health());
    world.stop(1);
    world.settle();
    assertStopped(StopCause.DESIRED);
    assertTrue(
        container1("db")
            .finishedAt()
            .orElseThrow()
            .isAfter(container1("web").finishedAt().orElseThrow()));
  }

  @Test
  void successIsWaitedForAndItsLackStopsTheTask() {
    var plan =
        task(
                1,
                container("web").after("init", DependencyCondition.SUCCESS),
                container("init").notEssential())
            .build();
    world.assign(plan);
    world.settle();
    assertFalse(world.isRunning(1, "web"));
    world.host.exit(world.containerId(1, "init"), 3);
    world.settle();
    assertStopped(StopCause.FAILED_TO_START);
    assertEquals(
        "dependency graph: container ordering dependency [init] for container [web] did not exit"
            + " successfully",
        container1("web").failure().orElseThrow().sentence());
    assertEquals(FailureKind.DEPENDENCY, container1("web").failure().orElseThrow().kind());
  }

  @Test
  void completeIsEnoughWithAnyCode() {
    world.assign(
        task(
                1,
                container("web").after("init", DependencyCondition.COMPLETE),
                container("init").notEssential())
            .build());
    world.settle();
    world.host.exit(world.containerId(1, "init"), 3);
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
  }

  @Test
  void startTimeoutOfWhatIsWaitedForStopsTheTask() {
    world.assign(
        task(
                1,
                container("web").after("db", DependencyCondition.HEALTHY),
                container("db").healthy().startingWithin(Duration.ofSeconds(20)))
            .build());
    world.settleFor(Duration.ofSeconds(15));
    assertEquals(TaskPhase.STARTING, world.phase(1));
    world.settleFor(Duration.ofSeconds(10));
    assertStopped(StopCause.FAILED_TO_START);
    assertEquals(
        "dependency graph: container ordering dependency [db] for container [web] timed out",
        container1("web").failure().orElseThrow().sentence());
  }

  // -------------------------------------------------------------------------- restarts

  @Test
  void restartPolicyStartsTheSameContainerAgain() {
    world.assign(
        task(1, container("web").withPort(80).restarting(Duration.ofSeconds(60), 9)).build());
    world.settle();
    var ports = container1("web").ports();
    var id = world.containerId(1, "web");
    world.pass(Duration.ofSeconds(61));
    world.host.exit(id, 1);
    world.settle();
    assertTrue(world.isRunning(1, "web"));
    assertEquals(id, world.containerId(1, "web"));
    assertEquals(1, container1("web").restartCount());
    assertEquals(ports, container1("web").ports());
    assertEquals(List.of(TaskPhase.RUNNING), world.phases(1).subList(3, 4));
    world.host.exit(id, 1);
    world.settle();
    assertStopped(StopCause.ESSENTIAL_EXITED);
  }

  @Test
  void ignoredExitCodeIsNotRestarted() {
    world.assign(task(1, container("web").restarting(Duration.ofSeconds(60), 9)).build());
    world.settle();
    world.pass(Duration.ofSeconds(61));
    world.host.exit(world.containerId(1, "web"), 9);
    world.settle();
    assertStopped(StopCause.ESSENTIAL_EXITED);
  }

  @Test
  void containerThatIsToldToStopIsNotRestarted() {
    world.assign(task(1, container("web").restarting(Duration.ofSeconds(60))).build());
    world.settle();
    world.pass(Duration.ofSeconds(61));
    world.stop(1);
    world.settleFor(Duration.ofSeconds(10));
    assertStopped(StopCause.DESIRED);
    assertEquals(0, container1("web").restartCount());
  }

  // -------------------------------------------------------------------------- images

  @Test
  void imageIsPulledAndItsDigestReported() {
    world.host.offerImage("r/app:1", "sha256:" + "a".repeat(64));
    world.assign(task(1, container("web").image("r/app:1", PullBehaviour.ALWAYS)).build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertTrue(world.phases(1).contains(TaskPhase.PULLING));
    assertEquals("sha256:" + "a".repeat(64), container1("web").imageDigest().orElseThrow());
    assertTrue(world.status(1).times().pullStoppedAt().isPresent());
  }

  @Test
  void pullThatFailsForTheTimeBeingIsTriedFiveTimes() {
    world.host.offerImage("r/app:1", "sha256:" + "a".repeat(64));
    failPulls(4);
    world.assign(task(1, container("web").image("r/app:1", PullBehaviour.ALWAYS)).build());
    world.settleFor(Duration.ofSeconds(20));
    assertEquals(TaskPhase.RUNNING, world.phase(1));
  }

  @Test
  void pullThatFailsForTheFifthTimeFailsTheTask() {
    world.host.offerImage("r/app:1", "sha256:" + "a".repeat(64));
    failPulls(5);
    world.assign(task(1, container("web").image("r/app:1", PullBehaviour.ALWAYS)).build());
    world.settleFor(Duration.ofSeconds(20));
    assertStopped(StopCause.FAILED_TO_START);
    assertEquals(FailureKind.PULL, container1("web").failure().orElseThrow().kind());
    assertEquals("registry is slow", container1("web").failure().orElseThrow().sentence());
  }

  private void failPulls(int times) {
    for (int pull = 0; pull < times; pull++) {
      world.host.failNext(
          EngineVerb.PULL, new EngineException(Kind.PULL, true, "registry is slow"));
    }
  }

  @Test
  void missingImageFailsTheTaskAtOnce() {
    world.assign(task(1, container("web").image("r/none:1", PullBehaviour.PREFER_CACHED)).build());
    world.settle();
    assertStopped(StopCause.FAILED_TO_START);
    assertEquals(FailureKind.PULL, container1("web").failure().orElseThrow().kind());
  }

  @Test
  void refusedCredentialsAreToldApart() {
    world.host.denyImage("r/secret:1");
    world.assign(task(1, container("web").image("r/secret:1", PullBehaviour.ALWAYS)).build());
    world.settle();
    assertEquals(FailureKind.PULL_DENIED, container1("web").failure().orElseThrow().kind());
  }

  @Test
  void cachedImageServesWhenThePullFails() {
    world.assign(task(1, container("web").image("web:1", PullBehaviour.PULL_OR_CACHED)).build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    world.assign(task(2, container("web").image("web:1", PullBehaviour.ALWAYS)).build());
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(2));
  }

  @Test
  void imageIsPulledOnceAndThenTakenFromTheCache() {
    world.host.offerImage("r/app:1", "sha256:" + "a".repeat(64));
    world.assign(task(1, container("web").image("r/app:1", PullBehaviour.ONCE)).build());
    world.settle();
    assertTrue(world.phases(1).contains(TaskPhase.PULLING));
    world.restart();
    world.assign(task(2, container("web").image("r/app:1", PullBehaviour.ONCE)).build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(2));
    assertFalse(world.phases(2).contains(TaskPhase.PULLING));
    // Somebody else's copy is not one that this agent has pulled.
    world.host.addImage("r/other:1");
    world.assign(task(3, container("web").image("r/other:1", PullBehaviour.ONCE)).build());
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(3));
  }

  // -------------------------------------------------------------------------- ports and volumes

  @Test
  void dynamicPortsArePickedPromisedAndFreed() {
    world.assign(task(1, container("web").withPort(80).withPort(81)).build());
    world.settle();
    assertEquals(
        List.of(
            new BoundPort(80, 20_000, Protocol.TCP, AgentWorld.ADDRESS),
            new BoundPort(81, 20_001, Protocol.TCP, AgentWorld.ADDRESS)),
        container1("web").ports());
    assertEquals(container1("web").ports(), world.container(1, "web").ports());
    world.stop(1);
    world.settle();
    assertTrue(world.runners().heldPorts().isEmpty());
  }

  @Test
  void portsOfATaskThatBeginsAreBoundToTheAddressesOfThatMoment() {
    world.assign(task(1, container("web").withPort(80)).build());
    world.settle();
    world.addresses = List.of("10.0.0.2", "fd00:0:0:0:0:0:0:2");
    world.assign(task(2, container("web").withPort(80)).build());
    world.settle();
    assertEquals(List.of(AgentWorld.ADDRESS), hostAddresses(1));
    assertEquals(List.of("10.0.0.2", "fd00:0:0:0:0:0:0:2"), hostAddresses(2));
  }

  private List<String> hostAddresses(int task) {
    return world.status(task).containers().getFirst().ports().stream()
        .map(port -> port.hostAddress())
        .toList();
  }

  @Test
  void portsOfATargetAreHeldUntilTheyAreReleased() {
    world.assign(task(1, container("web").withPort(80)).receivingTraffic().build());
    world.settle();
    world.stop(1);
    world.settle();
    assertEquals(1, world.runners().heldPorts().size());
    world.restart();
    world.settle();
    assertEquals(1, world.runners().heldPorts().size());
    assertEquals(20_000, world.runners().heldPorts().getFirst().port().port());
  }

  @Test
  void portThatIsTakenIsReplacedByAnother() {
    world.host.takePort(new BoundPort(80, 20_000, Protocol.TCP, "0.0.0.0"));
    world.assign(task(1, container("web").withPort(80)).build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertEquals(20_001, container1("web").ports().getFirst().hostPort());
    assertEquals(1, world.host.allContainers().size());
  }

  @Test
  void staticPortThatStaysTakenFailsTheTask() {
    world.host.takePort(new BoundPort(80, 8_080, Protocol.TCP, "0.0.0.0"));
    world.assign(task(1, container("web").withStaticPort(8_080)).build());
    world.settleFor(Duration.ofSeconds(30));
    assertStopped(StopCause.FAILED_TO_START);
    assertEquals(FailureKind.PORT, container1("web").failure().orElseThrow().kind());
  }

  @Test
  void portIsNotChangedOnceItWasOpen() {
    world.assign(task(1, container("web").withPort(80).restarting(Duration.ofSeconds(60))).build());
    world.settle();
    var port = container1("web").ports().getFirst();
    world.pass(Duration.ofSeconds(61));
    world.host.exit(world.containerId(1, "web"), 1);
    world.host.takePort(port);
    world.settleFor(Duration.ofSeconds(3));
    world.host.freePort(port);
    world.settleFor(Duration.ofSeconds(10));
    assertTrue(world.isRunning(1, "web"));
    assertEquals(port, container1("web").ports().getFirst());
  }

  @Test
  void portsOfTheHostModeAreTheContainersOwn() {
    world.assign(task(1, container("web").withPort(80)).inMode(NetworkMode.HOST).build());
    world.settle();
    assertEquals(80, container1("web").ports().getFirst().hostPort());
  }

  @Test
  void emptyVolumeIsMadeForTheTaskAndGoesWithIt() throws EngineException {
    world.assign(
        task(1, container("web").mounting("data"), container("side").mounting("data"))
            .withVolume(new VolumePlan.Empty("data"))
            .build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    var engine = new FakeEngine(AgentWorld.AGENT, world.host);
    assertEquals(1, engine.listVolumes().size());
    world.stop(1);
    world.settle();
    world.pass(AgentWorld.CLEAN_UP_AFTER);
    world.settle();
    assertTrue(engine.listVolumes().isEmpty());
  }

  @Test
  void volumeThatNobodyMakesFailsTheTask() {
    world.assign(
        task(1, container("web").mounting("data"))
            .withVolume(new VolumePlan.Named("data", "shared", false))
            .build());
    world.settle();
    assertStopped(StopCause.FAILED_TO_START);
    assertEquals(FailureKind.VOLUME, container1("web").failure().orElseThrow().kind());
  }

  // -------------------------------------------------------------------------- failing engine
}
