package io.berth.tests.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.heart.BalancedService;
import io.berth.tests.heart.Crowd;
import io.berth.tests.hosts.Cable;
import io.berth.tests.hosts.HostOnLan;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster makes of hosts, and a scheduler, that are away for a while, or for too long. */
@Tag("e2e")
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LostHostTest {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** Whoever is taken for silent is so by then. */
  private static final Duration SILENCE = Duration.ofSeconds(7);

  /** Longer than a host is waited for that is silent. */
  private static final Duration HANGING = Duration.ofSeconds(20);

  private static final long MANY = 200;

  @SuppressWarnings("NullAway.Init")
  private static LossGround ground;

  @BeforeAll
  static void open() throws Exception {
    ground = LossGround.open();
  }

  @AfterAll
  static void close() throws IOException {
    ground.close();
  }

  // ------------------------------------------------------------------ nobody is lost

  @Test
  @Order(1)
  void anAgentThatDiesAndOneThatHangsCostNoTask() throws Exception {
    Map<HostOnLan, Set<String>> before = ground.places();
    HostOnLan killed = ground.all().getFirst();
    HostOnLan hung = ground.all().getLast();

    hung.agent().process().freeze();
    killed.agent().process().kill();
    killed.agent().start();
    ground.hosts().awaitConnected(hung, false);
    hung.agent().process().thaw();

    ground.hosts().awaitConnected(hung, true);
    ground.awaitTakesTasks(hung);
    ground.awaitTakesTasks(killed);
    ground.awaitWhole();
    assertEquals(before, ground.places(), ground::dump);
  }

  /** An engine that was killed ends its containers when it begins anew. */
  @Test
  @Order(2)
  void whatDiesWithAnEngineIsReplaced() throws Exception {
    HostOnLan host = ground.all().getFirst();
    Set<String> before = host.running(BalancedService.CONTAINER);

    host.engine().kill();
    host.engine().launch();

    ground
        .stack()
        .await()
        .until(
            "what ran is replaced",
            () -> {
              Set<String> now = ground.running();
              return now.stream().noneMatch(before::contains) && now.size() == LossGround.HOSTS;
            });
    ground.awaitWhole();
    ground.awaitTakesTasks(host);
    assertTrue(ground.hosts().told(host).agentConnected(), ground::dump);
  }

  /**
   * Goal: time in which the scheduler itself stood still is nobody's silence. Method: it stands
   * still for as long as a host may be silent, when hosts may be lost; what runs is compared.
   */
  @Test
  @Order(3)
  void aSchedulerThatStandsStillForTenSecondsMovesNothing() throws Exception {
    ground.hosts().awaitSettled();
    Map<HostOnLan, Set<String>> before = ground.places();
    List<Long> losses = ground.losses();
    try (Crowd crowd = ground.crowd()) {
      ground.stack().await().until("many are answered", () -> crowd.answered() > MANY);
      ground.scheduler().process().freeze();
      ground.awaitPassed(PAUSE, System.nanoTime());
      ground.scheduler().process().thaw();

      ground.awaitPassed(SILENCE, System.nanoTime());
      for (HostOnLan host : ground.all()) {
        ground.hosts().awaitConnected(host, true);
      }
      ground.awaitWhole();
      crowd.stop();
      assertEquals(0, crowd.failed(), () -> crowd.reports() + ground.dump());
    }
    assertEquals(before, ground.places(), ground::dump);
    assertEquals(losses, ground.losses(), ground::dump);
  }

  // ------------------------------------------------------------------ one is lost

  /**
   * Goal: a host that is cut off is replaced in time and stopped when it comes back; and of what
   * may be there once only, the next one begins after the end of the one before. Method: the host
   * of such a task is cut off under load; all engines are looked at all the time.
   */
  @Test
  @Order(4)
  void aHostThatIsCutOffIsReplacedAndFencedWhenItComesBack() throws Exception {
    OnlyOne only = OnlyOne.create(ground.hosts());
    OnlyOne.Copy copy = only.awaitRunning();
    HostOnLan away = copy.host();
    try (Absence absence =
            Absence.begin(ground, away, () -> away.cable().cut(Cable.Cut.BOTH_WAYS));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<OnlyOne.Copy> successor = threads.submit(() -> only.awaitSuccessor(copy));
      absence.awaitLost();
      absence.awaitReplaced();
      OnlyOne.Copy next = successor.get();
      absence.assertServedByOthers();
      absence.end(() -> away.cable().heal());

      assertEquals(next.id(), only.awaitRunning().id(), ground::dump);
    }
    only.delete();
  }

  @ParameterizedTest
  @Tag("full")
  @Order(5)
  @CsvSource({"HOST_HEARS_NOTHING, 1", "NOBODY_HEARS_HOST, 2"})
  void aHostThatIsCutOffInOneDirectionIsReplacedAndFenced(Cable.Cut cut, int host)
      throws Exception {
    HostOnLan away = ground.all().get(host);
    try (Absence absence = Absence.begin(ground, away, () -> away.cable().cut(cut))) {
      absence.awaitLost();
      absence.awaitReplaced();
      absence.assertServedByOthers();
      absence.end(() -> away.cable().heal());
    }
  }

  /** Its containers can be reached all the time, so nobody fails. */
  @Test
  @Tag("full")
  @Order(6)
  void tasksOfAnAgentThatHangsForLongServeUntilTheyAreReplaced() throws Exception {
    HostOnLan away = ground.all().getFirst();
    try (Absence absence = Absence.begin(ground, away, () -> away.agent().process().freeze())) {
      absence.awaitLost();
      absence.awaitReplaced();
      absence.assertServedByOthers();
      absence.end(() -> away.agent().process().thaw());
      assertEquals(0, absence.failed(), ground::dump);
    }
  }

  @Test
  @Tag("full")
  @Order(7)
  void tasksOfAnAgentThatWasKilledServeUntilTheyAreReplaced() throws Exception {
    HostOnLan away = ground.all().getLast();
    try (Absence absence = Absence.begin(ground, away, () -> away.agent().process().kill())) {
      absence.awaitLost();
      absence.awaitReplaced();
      absence.assertServedByOthers();
      absence.end(() -> away.agent().start());
      assertEquals(0, absence.failed(), ground::dump);
    }
  }

  /** A host whose agent goes on is there, whatever its engine does; nothing moves. */
  @Test
  @Tag("full")
  @Order(8)
  void anEngineThatHangsForLongLosesNoTask() throws Exception {
    ground.awaitWhole();
    HostOnLan host = ground.all().getFirst();
    Map<HostOnLan, Set<String>> before = ground.places();
    try (Crowd crowd = ground.crowd()) {
      ground.stack().await().until("many are answered", () -> crowd.answered() > MANY);
      host.engine().freeze();
      ground.awaitPassed(HANGING, System.nanoTime());
      assertTrue(ground.hosts().told(host).agentConnected(), ground::dump);
      host.engine().thaw();
      ground.awaitTakesTasks(host);
      ground.awaitWhole();
      crowd.stop();
      assertEquals(0, crowd.failed(), () -> crowd.reports() + ground.dump());
    }
    assertEquals(before, ground.places(), ground::dump);
  }

  /** What it knew of silence is gone with it, so that it waits until all may have come back. */
  @Test
  @Tag("full")
  @Order(9)
  void aSchedulerThatWasKilledGivesHostsUpWhenItHasListenedForLongEnough() throws Exception {
    ground.awaitWhole();
    HostOnLan away = ground.all().get(1);
    Map<HostOnLan, Set<String>> before = ground.places();
    long lost = ground.losses(away);

    away.cable().cut(Cable.Cut.BOTH_WAYS);
    ground.killScheduler();
    ground.hosts().awaitConnected(away, false);
    assertEquals(lost, ground.losses(away), ground::dump);
    assertEquals(before, ground.places(), ground::dump);
    ground.hosts().awaitSettled();
    ground
        .stack()
        .await()
        .until(away.address() + " is lost", () -> ground.losses(away) == lost + 1);
    away.cable().heal();

    ground.hosts().awaitConnected(away, true);
    ground.awaitWhole();
    assertFalse(before.equals(ground.places()), ground::dump);
  }
}
