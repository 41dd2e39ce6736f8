package io.berth.agent.task;

import static io.berth.agent.world.Tasks.container;
import static io.berth.agent.world.Tasks.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.engine.FakeEngine;
import io.berth.agent.engine.Program;
import io.berth.agent.engine.Specs;
import io.berth.agent.model.Assignment;
import io.berth.agent.model.DesiredChange;
import io.berth.agent.model.EngineStatus;
import io.berth.agent.model.EngineStatus.Availability;
import io.berth.agent.model.LifecyclePlan.DependencyCondition;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus.StopCause;
import io.berth.agent.world.AgentWorld;
import io.berth.agent.world.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What an agent finds again after its end, the engine's, the host's or its journal's. Method: a
 * whole agent on virtual time is killed and started.
 */
class RecoveryTest {
  private final AgentWorld world = AgentWorld.started();

  private Set<String> runs() {
    return world.host.allContainers().stream()
        .filter(one -> one.startedAt().isPresent())
        .map(one -> one.id() + " " + one.startedAt().get())
        .collect(Collectors.toSet());
  }

  // -------------------------------------------------------------------------- agent's end

  @Test
  void agentKilledAfterAnyTurnStartsEachContainerOnce() {
    for (int turns = 1; turns < 40; turns++) {
      var killed = AgentWorld.started();
      killed.settle();
      killed.assign(
          task(
                  1,
                  container("web").withPort(80).after("init", DependencyCondition.START),
                  container("init").notEssential())
              .build());
      for (int turn = 0; turn < turns; turn++) {
        killed.turnAll();
      }
      killed.restart();
      killed.settle();
      assertEquals(TaskPhase.RUNNING, killed.phase(1), "killed after " + turns);
      assertEquals(2, killed.host.allContainers().size(), "killed after " + turns);
      assertEquals(
          20_000, killed.status(1).container("web").orElseThrow().ports().getFirst().hostPort());
    }
  }

  @Test
  void endsThatNobodySawAreReportedWithTheirCodes() {
    world.assign(task(1, container("web"), container("side").notEssential()).build());
    world.assign(task(2, container("web")).build());
    world.settle();
    world.kill();
    world.host.exit(world.containerId(1, "web"), 41);
    world.host.runOutOfMemory(world.containerId(2, "web"));
    world.start();
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertEquals(OptionalInt.of(41), world.status(1).container("web").orElseThrow().exitCode());
    assertTrue(world.status(2).container("web").orElseThrow().failure().isPresent());
  }

  @Test
  void containerRemovedByHandMeanwhileIsMissed() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.kill();
    world.host.removeByHand(world.containerId(1, "web"));
    world.start();
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertEquals(StopCause.ESSENTIAL_EXITED, world.status(1).stop().orElseThrow().cause());
  }

  @Test
  void restartOfAContainerThatDiedWithTheAgentIsCountedOnce() {
    for (int turns = 0; turns < 12; turns++) {
      var killed = AgentWorld.started();
      killed.assign(task(1, container("web").restarting(Duration.ofSeconds(60))).build());
      killed.settle();
      killed.pass(Duration.ofSeconds(61));
      killed.host.exit(killed.containerId(1, "web"), 1);
      for (int turn = 0; turn < turns; turn++) {
        killed.turnAll();
      }
      killed.restart();
      killed.settle();
      assertTrue(killed.isRunning(1, "web"), "killed after " + turns);
      assertEquals(
          1, killed.status(1).container("web").orElseThrow().restartCount(), "after " + turns);
    }
  }

  @Test
  void stoppedTaskIsKnownAndStaysStopped() {
    world.assign(task(1, container("web").restarting(Duration.ofSeconds(1))).build());
    world.settle();
    world.stop(1);
    world.settle();
    var before = world.status(1);
    world.restart();
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertEquals(before.stop(), world.status(1).stop());
    assertEquals(before.times(), world.status(1).times());
    assertFalse(world.isRunning(1, "web"));
  }

  @Test
  void stopThatTheAgentDiedInGoesOn() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.stop(1);
    world.restart();
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertEquals(StopCause.DESIRED, world.status(1).stop().orElseThrow().cause());
  }

  // -------------------------------------------------------------------------- lost journal

  @Test
  void tasksAreFoundByLabelsAndClaimedWithoutTouchingThem() throws IOException {
    Assignment assignment =
        task(1, container("web").withPort(80), container("side").notEssential()).build();
    world.assign(assignment);
    world.settle();
    Set<String> before = runs();
    world.kill();
    world.loseJournal();
    world.start();
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertEquals(Tasks.hash(1), world.status(1).planHash());
    assertFalse(world.status(1).unclaimed());
    world.sync(new DesiredChange(List.of(assignment), List.of(), Map.of(), List.of(), List.of()));
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertEquals(2, world.status(1).containers().size());
    assertEquals(before, runs());
    // The port is known again, so nobody else gets it.
    world.assign(task(2, container("web").withPort(80)).build());
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(2));
    assertFalse(
        world
            .status(2)
            .container("web")
            .orElseThrow()
            .ports()
            .equals(world.status(1).container("web").orElseThrow().ports()));
  }

  @Test
  void endThatNobodySawIsReportedEvenWithoutAJournal() throws IOException {
    Assignment assignment = task(1, container("web"), container("side")).build();
    world.assign(assignment);
    world.settle();
    world.kill();
    world.loseJournal();
    world.host.exit(world.containerId(1, "web"), 5);
    world.start();
    world.settle();
    // Whether a policy starts it again, only the plan tells.
    assertTrue(world.isRunning(1, "side"));
    world.sync(new DesiredChange(List.of(assignment), List.of(), Map.of(), List.of(), List.of()));
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertEquals(OptionalInt.of(5), world.status(1).container("web").orElseThrow().exitCode());
  }

  @Test
  void containerThatIsGoneBeforeItsTaskIsClaimedIsMissed() throws IOException {
    Assignment assignment = task(1, container("web")).build();
    world.assign(assignment);
    world.settle();
    world.kill();
    world.loseJournal();
    world.start();
    world.settle();
    world.host.removeByHand(world.containerId(1, "web"));
    world.settle();
    world.sync(new DesiredChange(List.of(assignment), List.of(), Map.of(), List.of(), List.of()));
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertEquals(List.of(), world.host.allContainers());
  }

  @Test
  void taskThatNobodyClaimsRunsOnUntilItEnds() throws IOException {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.kill();
    world.loseJournal();
    world.start();
    world.sync(DesiredChange.NONE);
    world.settle();
    world.sync(DesiredChange.NONE);
    world.settle();
    assertTrue(world.status(1).unclaimed());
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    world.host.exit(world.containerId(1, "web"), 0);
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
  }

  @Test
  void taskFoundAfterTheSyncIsUnclaimedAtOnce() throws IOException {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.kill();
    world.loseJournal();
    world.host.engineGoesAway();
    world.start();
    world.sync(DesiredChange.NONE);
    world.settle();
    world.host.engineRecovers();
    world.settleFor(Duration.ofSeconds(3));
    assertTrue(world.status(1).unclaimed());
    assertTrue(world.isRunning(1, "web"));
  }

  @Test
  void taskOfALostJournalIsNotStoppedInWordsWhileItRuns() throws IOException {
    Assignment assignment = task(1, container("web")).build();
    world.assign(assignment);
    world.settle();
    world.kill();
    world.loseJournal();
    world.host.engineGoesAway();
    world.start();
    world.sync(
        new DesiredChange(
            List.of(assignment.wanting(Assignment.Desired.STOP)),
            List.of(),
            Map.of(),
            List.of(),
            List.of()));
    world.settle();
    assertEquals(TaskPhase.STOPPING, world.phase(1));
    world.host.engineRecovers();
    world.settleFor(Duration.ofSeconds(3));
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertFalse(world.isRunning(1, "web"));
  }

  @Test
  void exitInThisBootIsAnExitEvenIfADiskWasFullWhenItBegan() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.reboot();
    world.disk.setFull(true);
    world.settleFor(Duration.ofSeconds(3));
    assertTrue(world.isRunning(1, "web"));
    world.host.exit(world.containerId(1, "web"), 6);
    world.kill();
    world.disk.setFull(false);
    world.start();
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
  }

  @Test
  void taskKnownByLabelsCanBeStoppedAndForgotten() throws IOException {
    world.assign(task(1, container("web"), container("side")).build());
    world.settle();
    world.kill();
    world.loseJournal();
    world.start();
    world.settle();
    world.sync(new DesiredChange(List.of(), List.of(), Map.of(), List.of(Tasks.id(1)), List.of()));
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertTrue(world.runners().statuses().isEmpty());
    world.pass(AgentWorld.CLEAN_UP_AFTER);
    world.settle();
    assertTrue(world.host.allContainers().isEmpty());
    world.restart();
    world.settle();
    assertTrue(world.runners().runners().isEmpty());
  }

  @Test
  void beginningTaskFoundByLabelsIsFinishedByItsPlan() throws IOException {
    Assignment assignment =
        task(
                1,
                container("web").after("init", DependencyCondition.SUCCESS),
                container("init").notEssential())
            .build();
    world.assign(assignment);
    world.settle();
    world.kill();
    world.loseJournal();
    world.host.removeByHand(world.containerId(1, "web"));
    world.host.exit(world.containerId(1, "init"), 0);
    world.start();
    world.settle();
    assertTrue(world.phase(1).compareTo(TaskPhase.RUNNING) < 0, world.phase(1).toString());
    world.sync(new DesiredChange(List.of(assignment), List.of(), Map.of(), List.of(), List.of()));
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertTrue(world.isRunning(1, "web"));
  }

  @Test
  void foundSingletonStopsWhenTheLeaseEnds() {
    world.runners().leaseBegan();
    world.assign(task(1, container("web")).singleton(7).build());
    world.settle();
    world.kill();
    world.loseJournal();
    world.start();
    world.settle();
    assertEquals(7, world.status(1).leaseNumber().orElseThrow());
    world.runners().leaseEnded(Duration.ZERO);
    world.settle();
    assertEquals(StopCause.LEASE_ENDED, world.status(1).stop().orElseThrow().cause());
    assertEquals(TaskPhase.STOPPED, world.phase(1));
  }

  // -------------------------------------------------------------------------- host and engine

  @Test
  void whatRanWhenTheHostEndedIsStartedAgain() {
    world.assign(
        task(
                1,
                container("web").withPort(80).after("init", DependencyCondition.SUCCESS),
                container("init").notEssential())
            .build());
    world.settle();
    world.host.exit(world.containerId(1, "init"), 0);
    world.settle();
    var port = world.status(1).container("web").orElseThrow().ports();
    // Noted, and covered by the promise of another task.
    world.assign(task(2, container("web")).build());
    world.settle();
    world.stop(2);
    world.settle();
    world.reboot();
    world.settle();
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertTrue(world.isRunning(1, "web"));
    assertFalse(world.isRunning(1, "init"));
    assertEquals(port, world.status(1).container("web").orElseThrow().ports());
    assertEquals(0, world.status(1).container("web").orElseThrow().restartCount());
    assertEquals(TaskPhase.STOPPED, world.phase(2));
    assertFalse(world.isRunning(2, "web"));
  }

  @Test
  void agentKilledAfterAnyTurnAfterARebootStartsEachContainerOnce() {
    for (int turns = 0; turns < 12; turns++) {
      var killed = AgentWorld.started();
      killed.assign(task(1, container("web")).build());
      killed.settle();
      killed.reboot();
      for (int turn = 0; turn < turns; turn++) {
        killed.turnAll();
      }
      killed.restart();
      killed.settle();
      assertTrue(killed.isRunning(1, "web"), "killed after " + turns);
    }
  }

  @Test
  void exitAfterARebootIsAnExit() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.reboot();
    world.settle();
    world.kill();
    world.host.exit(world.containerId(1, "web"), 2);
    world.start();
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertEquals(OptionalInt.of(2), world.status(1).container("web").orElseThrow().exitCode());
  }

  @Test
  void endOfTheEngineAloneIsTheEndOfItsContainers() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.host.engineRestartsAndEndsContainers();
    world.settle();
    assertEquals(TaskPhase.STOPPED, world.phase(1));
    assertEquals(OptionalInt.of(137), world.status(1).container("web").orElseThrow().exitCode());
  }

  @Test
  void engineThatHangsIsCalledAwayAndComesBack() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.host.engineHangs();
    world.settleFor(Duration.ofSeconds(20));
    assertEquals(Availability.UNAVAILABLE, world.runners().engineStatus().availability());
    world.host.engineRecovers();
    world.settleFor(Duration.ofSeconds(5));
    assertTrue(
        Set.of(Availability.AVAILABLE, Availability.SLOW)
            .contains(world.runners().engineStatus().availability()));
    assertEquals(TaskPhase.RUNNING, world.phase(1));
    assertEquals(
        List.of(Availability.AVAILABLE, Availability.UNAVAILABLE),
        world.engineReports.stream().map(EngineStatus::availability).limit(2).toList());
  }

  @Test
  void endDuringABrokenStreamOfEventsIsSeenByTheNextList() {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.host.engineGoesAway();
    world.settle();
    world.host.exit(world.containerId(1, "web"), 9);
    world.host.engineRecovers();
    world.settleFor(Duration.ofSeconds(3));
    assertEquals(TaskPhase.STOPPED, world.phase(1));
  }

  @Test
  void containerStartedByHandInAStoppedTaskIsStoppedAgain() throws Exception {
    world.assign(task(1, container("web")).build());
    world.settle();
    world.stop(1);
    world.settle();
    new FakeEngine(AgentWorld.AGENT, world.host).start(world.containerId(1, "web"));
    world.settle();
    assertFalse(world.isRunning(1, "web"));
    assertEquals(TaskPhase.STOPPED, world.phase(1));
  }

  @Test
  void containersOfAnotherAgentAreNotTouched() throws Exception {
    var stranger = new AgentWorld(Program.OBEDIENT, 2);
    var engine = new FakeEngine("agent-2", stranger.host);
    var spec = Specs.echo("agent-2", "theirs", "web:1", "sleep");
    engine.start(engine.create(spec));
    stranger.start();
    stranger.settleFor(Duration.ofMinutes(2));
    List<ContainerDetails> all = stranger.host.allContainers();
    assertEquals(1, all.size());
    assertEquals(ContainerState.RUNNING, all.getFirst().state());
    assertTrue(stranger.reports.isEmpty());
  }
}
