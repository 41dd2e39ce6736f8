package io.berth.agent.link;

import static io.berth.agent.link.LinkWorld.change;
import static io.berth.agent.world.Tasks.container;
import static io.berth.agent.world.Tasks.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.model.TaskPhase;
import io.berth.peer.Ending;
import io.berth.proto.agent.AgentMessage.KindCase;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.Probe;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session's heartbeats, and the lease that they bring, by a clock that counts suspension. */
class SessionLeaseTest {
  @TempDir Path directory;
  private LinkWorld world;

  @BeforeEach
  void makeWorld() {
    world = new LinkWorld(directory);
    world.agent.settle();
  }

  private Ending ending() {
    return world.session.ending().orElseThrow(() -> new AssertionError("The session goes on"));
  }

  @Test
  void heartbeatsComeAtTheIntervalAndTellWhenToTurnNext() {
    world.open();
    Duration next = world.turn();
    assertEquals(
        world
            .now()
            .sinceBoot()
            .plusMillis(LinkWorld.INTERVAL_MS)
            .truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
        next.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    world.passAlive(Duration.ofSeconds(20));
    assertTrue(world.session.ending().isEmpty());
  }

  @Test
  void probeIsAnsweredAtOnce() {
    world.open();
    world.say(SchedulerMessage.newBuilder().setProbe(Probe.newBuilder().setNumber(4)).build());
    assertEquals(4, world.only(KindCase.HEARTBEAT).getHeartbeat().getProbeNumber());
  }

  @Test
  void onlyOneHeartbeatWaitsForAStreamThatIsNotReady() {
    world.open();
    world.ready = false;
    world.pass(Duration.ofSeconds(4));
    world.ready = true;
    world.turn();
    assertEquals(1, world.all(KindCase.HEARTBEAT).size());
  }

  @Test
  void silentSchedulerEndsTheSession() {
    world.open();
    world.pass(Duration.ofSeconds(7));
    assertInstanceOf(Ending.Silent.class, ending());
  }

  @Test
  void leaseAnswersForHeartbeatsThatWereNeverSentEndTheSession() {
    world.open();
    world.say(world.leaseAnswer(1, LinkWorld.LEASE_MS));
    assertInstanceOf(Ending.Broken.class, ending());
  }

  @Test
  void singletonRunsByTheLeaseAndStopsAtItsEndWithoutASession() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.passAlive(Duration.ofSeconds(20));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    world.reconnect();
    world.pass(Duration.ofSeconds(6));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    world.pass(Duration.ofSeconds(6));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
  }

  @Test
  void singletonGoesOnOverARestartAndStopsWhenItsLeaseEnds() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.passAlive(Duration.ofSeconds(20));
    world.restart();
    world.pass(Duration.ofSeconds(3));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    assertTrue(world.agent.isRunning(1, "web"));
    world.pass(Duration.ofSeconds(8));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
  }

  @Test
  void singletonOfARestartedAgentRunsOnByTheNextLease() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.passAlive(Duration.ofSeconds(20));
    world.restart();
    world.pass(Duration.ofSeconds(3));
    world.open();
    world.passAlive(Duration.ofSeconds(30));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
  }

  @Test
  void singletonThatHasJustBegunIsKnownToHaveALease() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    // No heartbeat was answered since.
    world.pass(Duration.ofSeconds(1));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    world.restart();
    world.pass(Duration.ofSeconds(3));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
  }

  @Test
  void singletonWhoseLeaseEndedWhileNoAgentWasThereStopsAtItsReturn() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.passAlive(Duration.ofSeconds(5));
    world.agent.kill();
    world.agent.pass(Duration.ofSeconds(11));
    world.restart();
    world.pass(Duration.ofSeconds(1));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
    // For good: the next lease may be another copy's time.
    world.open();
    world.passAlive(Duration.ofSeconds(5));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
  }

  @Test
  void leaseOfAnotherBootIsOver() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.passAlive(Duration.ofSeconds(5));
    world.bootId = "boot-2";
    world.restart();
    world.pass(Duration.ofSeconds(1));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
  }

  @Test
  void singletonThatIsFoundWithoutAJournalHasNoLease() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.passAlive(Duration.ofSeconds(5));
    world.agent.kill();
    world.agent.loseJournal();
    world.restart();
    world.pass(Duration.ofSeconds(1));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
  }

  @Test
  void tasksThatAreNoSingletonsGoOnWithoutAnyLease() {
    world.open();
    world.sync(1, change(task(1, container("web")).build()));
    world.passAlive(Duration.ofSeconds(5));
    world.bootId = "boot-2";
    world.restart();
    world.pass(Duration.ofSeconds(30));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
  }

  @Test
  void leaseIsWrittenOnlyWhileASingletonIsThere() {
    world.open();
    world.sync(1, change(task(1, container("web")).build()));
    world.passAlive(Duration.ofSeconds(5));
    assertEquals(java.util.Optional.empty(), world.agent.journal().promises().lease());
  }

  @Test
  void leaseCountsFromTheSendingOfTheHeartbeat() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.pass(Duration.ofMillis(2_500));
    long first = world.only(KindCase.HEARTBEAT).getHeartbeat().getSequence();
    world.pass(Duration.ofSeconds(3));
    world.say(world.leaseAnswer(first, LinkWorld.LEASE_MS));
    assertTrue(world.session.ending().isEmpty());
    // Sent 2 s after the hello, answered 3.5 s later.
    world.reconnect();
    world.pass(Duration.ofSeconds(5));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    world.pass(Duration.ofSeconds(3));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
  }

  @Test
  void olderLeaseAnswerChangesNothing() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.pass(Duration.ofMillis(4_500));
    world.say(world.leaseAnswer(2, 5_000));
    world.say(world.leaseAnswer(1, 600_000));
    world.reconnect();
    world.pass(Duration.ofSeconds(6));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
  }

  @Test
  void suspensionOfTheHostEndsTheLease() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.passAlive(Duration.ofSeconds(3));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    world.suspend(Duration.ofHours(1));
    world.pass(Duration.ofSeconds(1));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
    assertInstanceOf(Ending.Silent.class, ending());
  }
}
