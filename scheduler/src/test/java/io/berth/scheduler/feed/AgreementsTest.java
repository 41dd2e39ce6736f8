package io.berth.scheduler.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.HealthState;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetHealth.Verdict;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of targets by the word of two proxies. */
final class AgreementsTest {
  private static final Duration DELAY = Duration.ofMinutes(5);
  private static final Duration SILENCE = FeedWorld.TIMES.session().silence();
  private static final Duration BEAT = FeedWorld.TIMES.session().heartbeat();
  private static final PeerId THIRD = new PeerId(0, 73);

  private final FeedWorld world = new FeedWorld(FeedWorld.PROXY, FeedWorld.OTHER_PROXY);
  private final ModelProxy one = new ModelProxy(FeedWorld.PROXY);
  private final ModelProxy other = new ModelProxy(FeedWorld.OTHER_PROXY);
  private final Map<FeedWorld.Line, ModelProxy> lines = new HashMap<>();

  @AfterEach
  void checkTheTables() {
    StateInvariants.check(world.store.snapshot());
  }

  // ------------------------------------------------------------------ health

  @Test
  void targetIsHealthyOnceEveryProxySaysSo() {
    TargetId target = world.newTarget();
    other.findings.put(target.text(), HealthState.HEALTH_STATE_INITIAL);
    connectBoth();
    assertEquals(Verdict.INITIAL, world.verdict(target));
    finds(other, target, HealthState.HEALTH_STATE_HEALTHY);
    assertEquals(Verdict.HEALTHY, world.verdict(target));
  }

  @Test
  void targetIsUnhealthyWhenMostSaySo() {
    TargetId target = world.newTarget();
    connectBoth();
    finds(one, target, HealthState.HEALTH_STATE_UNHEALTHY);
    assertEquals(Verdict.INITIAL, world.verdict(target));
    finds(other, target, HealthState.HEALTH_STATE_UNHEALTHY);
    assertEquals(Verdict.UNHEALTHY, world.verdict(target));
  }

  @Test
  void sameVerdictIsNotWrittenAgain() {
    TargetId target = world.newTarget();
    connectBoth();
    var before = world.store.snapshot().version();
    finds(one, target, HealthState.HEALTH_STATE_HEALTHY);
    one.tellAll();
    pump();
    assertEquals(before, world.store.snapshot().version());
  }

  @Test
  void viewsOfAProxyWhoseLeaseEndedNoLongerCount() {
    TargetId target = world.newTarget();
    connectBoth();
    finds(other, target, HealthState.HEALTH_STATE_UNHEALTHY);
    assertEquals(Verdict.INITIAL, world.verdict(target));
    silence(other);
    assertEquals(Verdict.HEALTHY, world.verdict(target));
  }

  /** Goal: an update that is under way when a proxy falls silent does not wait for it for ever. */
  @Test
  void targetThatASilentProxyNeverHeardOfIsJudgedWhenItsLeaseEnds() {
    var _ = world.newTarget();
    connectBoth();
    lines.values().remove(other);
    TargetId target = world.newTarget();
    world.pass(BEAT);
    pump();
    finds(one, target, HealthState.HEALTH_STATE_HEALTHY);
    assertEquals(Verdict.INITIAL, world.verdict(target));
    beatAlone(one, SILENCE);
    assertEquals(Verdict.HEALTHY, world.verdict(target));
  }

  /** Goal: nothing is healthy behind the back of a proxy that may send requests there. */
  @Test
  void proxyOfWhichNobodyKnowsWhatItServesIsWaitedForAWhile() {
    connectBoth();
    world.cut(line(other));
    lines.values().remove(other);
    other.loseTable();
    FeedWorld.Line brief = world.connect(other.id);
    world.deliver(brief, ProxyMessage.newBuilder().setHello(other.hello()).build());
    world.cut(brief);
    TargetId target = world.newTarget();
    world.pass(BEAT);
    pump();
    finds(one, target, HealthState.HEALTH_STATE_HEALTHY);
    assertEquals(Verdict.INITIAL, world.verdict(target));
    beatAlone(one, Fleet.TELLING);
    assertEquals(Verdict.HEALTHY, world.verdict(target));
  }

  @Test
  void proxyThatIsBackCountsAgain() {
    TargetId target = world.newTarget();
    connectBoth();
    finds(other, target, HealthState.HEALTH_STATE_UNHEALTHY);
    silence(other);
    other.heartbeat();
    pump();
    beat();
    assertEquals(Verdict.INITIAL, world.verdict(target));
  }

  @Test
  void verdictStandsWhileNoProxyIsThere() {
    TargetId target = world.newTarget();
    connectBoth();
    world.cut(line(one));
    world.cut(line(other));
    lines.clear();
    world.pass(DELAY);
    assertEquals(Verdict.HEALTHY, world.verdict(target));
  }

  @Test
  void restartOfTheSchedulerKeepsTheVerdictUntilAllHaveTold() {
    TargetId target = world.newTarget();
    connectBoth();
    long writes = world.store.snapshot().version().number();
    world.restart();
    lines.clear();
    one.findings.put(target.text(), HealthState.HEALTH_STATE_UNHEALTHY);
    connect(one);
    assertEquals(Verdict.HEALTHY, world.verdict(target));
    connect(other);
    assertEquals(Verdict.INITIAL, world.verdict(target));
    assertEquals(writes + 1, world.store.snapshot().version().number());
  }

  @Test
  void restartOfAProxyCountsItsViewsAnew() {
    TargetId target = world.newTarget();
    connectBoth();
    finds(one, target, HealthState.HEALTH_STATE_HEALTHY);
    world.cut(line(other));
    lines.values().remove(other);
    other.restart();
    // Its sequences begin at one again.
    other.findings.put(target.text(), HealthState.HEALTH_STATE_UNHEALTHY);
    connect(other);
    assertEquals(Verdict.INITIAL, world.verdict(target));
    finds(other, target, HealthState.HEALTH_STATE_HEALTHY);
    assertEquals(Verdict.HEALTHY, world.verdict(target));
  }

  @Test
  void lostReportIsFoundByTheDigestAndAskedForOnce() {
    TargetId target = world.newTarget();
    connectBoth();
    other.findings.put(target.text(), HealthState.HEALTH_STATE_UNHEALTHY);
    one.findings.put(target.text(), HealthState.HEALTH_STATE_UNHEALTHY);
    one.digest();
    other.digest();
    var told = pump();
    assertEquals(
        1,
        told.getOrDefault(line(one), List.of()).stream()
            .filter(message -> message.hasHealthRequest())
            .count());
    assertEquals(Verdict.UNHEALTHY, world.verdict(target));
    one.digest();
    assertTrue(pump().isEmpty());
  }

  @Test
  void olderAndDoubledViewsChangeNothing() {
    TargetId target = world.newTarget();
    connectBoth();
    one.tell(target.text());
    ProxyMessage healthy = line(one).stream().toScheduler.getLast();
    finds(one, target, HealthState.HEALTH_STATE_UNHEALTHY);
    world.deliver(line(one), healthy);
    world.deliver(line(one), healthy);
    assertEquals(Verdict.INITIAL, world.verdict(target));
  }

  @Test
  void revivedTargetIsJudgedAgainThoughNoViewHasChanged() {
    TargetId target = world.newTarget();
    connectBoth();
    one.request(target.text());
    world.drain(target, DELAY);
    world.pass(BEAT);
    pump();
    world.store.update(
        Lane.API,
        tx -> {
          Target row = tx.find(Tables.TARGETS, target).orElseThrow();
          tx.update(
              Tables.TARGETS,
              row.in(new Target.State.Active()).seen(TargetHealth.unjudged(world.now().time())));
          return true;
        });
    assertEquals(Verdict.INITIAL, world.verdict(target));
    world.pass(BEAT);
    pump();
    assertEquals(Verdict.HEALTHY, world.verdict(target));
  }

  // ------------------------------------------------------------------ drains

  @Test
  void targetHasDrainedOnceNoProxyHasARequestInFlight() {
    TargetId target = world.newTarget();
    connectBoth();
    assertTrue(one.request(target.text()));
    assertTrue(other.request(target.text()));
    world.drain(target, DELAY);
    world.pass(BEAT);
    pump();
    finished(one, target);
    assertDrains(target);
    finished(other, target);
    assertGone(target);
  }

  @Test
  void proxyThatHasNotHeardOfTheDrainIsWaitedFor() {
    TargetId target = world.newTarget();
    connectBoth();
    line(other).stream().ready = false;
    world.drain(target, DELAY);
    world.pass(BEAT);
    pump();
    assertDrains(target);
    line(other).stream().ready = true;
    pump();
    assertGone(target);
  }

  @Test
  void idleWordOfAnEarlierDrainDoesNotCount() {
    TargetId target = world.newTarget();
    connectBoth();
    one.request(target.text());
    world.drain(target, DELAY);
    beat();
    other.drains();
    ProxyMessage idle = line(other).stream().toScheduler.getLast();
    pump();
    world.put(target, new Target.State.Active());
    beat();
    finished(one, target);
    other.request(target.text());
    beat();
    world.drain(target, DELAY);
    world.pass(Duration.ofMillis(500));
    world.deliver(line(other), idle);
    pump();
    world.deliver(line(other), idle);
    assertDrains(target);
    finished(other, target);
    assertGone(target);
  }

  @Test
  void proxyWhoseLeaseEndedIsNotWaitedFor() {
    TargetId target = world.newTarget();
    connectBoth();
    other.request(target.text());
    world.drain(target, DELAY);
    world.pass(BEAT);
    pump();
    assertDrains(target);
    silence(other);
    assertGone(target);
  }

  @Test
  void restartedSchedulerWaitsForAProxyThatMayLive() {
    TargetId target = world.newTarget();
    connectBoth();
    other.request(target.text());
    world.drain(target, DELAY);
    world.pass(BEAT);
    pump();
    world.restart();
    lines.clear();
    connect(one);
    world.pass(BEAT);
    assertDrains(target);
    connect(other);
    assertDrains(target);
    finished(other, target);
    assertGone(target);
  }

  @Test
  void restartedSchedulerWaitsNoLongerThanALease() {
    TargetId target = world.newTarget();
    connectBoth();
    other.request(target.text());
    world.drain(target, DELAY);
    world.restart();
    lines.clear();
    connect(one);
    assertDrains(target);
    beatAlone(one, SILENCE);
    assertGone(target);
  }

  @Test
  void proxyThatComesForTheFirstTimeHoldsUpNobody() {
    TargetId target = world.newTarget();
    connectBoth();
    one.request(target.text());
    world.drain(target, DELAY);
    world.pass(BEAT);
    pump();
    world.enrol(THIRD);
    finished(one, target);
    assertGone(target);
  }

  @Test
  void proxyThatRestartsHasNothingInFlightAnyMore() {
    TargetId target = world.newTarget();
    connectBoth();
    other.request(target.text());
    world.drain(target, DELAY);
    world.pass(BEAT);
    pump();
    world.cut(line(other));
    lines.values().remove(other);
    other.restart();
    assertDrains(target);
    connect(other);
    other.drains();
    pump();
    assertGone(target);
  }

  // ------------------------------------------------------------------ ports

  @Test
  void portIsReleasedOnceEveryProxyServesATableWithoutTheTarget() {
    TargetId target = world.newTarget();
    connectBoth();
    world.pass(BEAT);
    line(other).stream().ready = false;
    world.put(target, new Target.State.Gone(world.now().time()));
    world.settle();
    pump();
    assertHeld(target);
    line(other).stream().ready = true;
    pump();
    assertTrue(world.target(target).isEmpty());
  }

  @Test
  void portIsHeldByAProxyThatIsAwayUntilItIsStale() {
    TargetId target = world.newTarget();
    connectBoth();
    world.cut(line(other));
    lines.values().remove(other);
    beatAlone(one, SILENCE);
    world.put(target, new Target.State.Gone(world.now().time()));
    // The lease has ended somewhere within that silence.
    beatAlone(one, FeedWorld.TIMES.maxStale().minus(SILENCE).minusSeconds(5));
    assertHeld(target);
    beatAlone(one, SILENCE.plusSeconds(5));
    assertTrue(world.target(target).isEmpty());
  }

  @Test
  void restartedSchedulerHoldsThePortForWhomItDoesNotKnow() {
    TargetId target = world.newTarget();
    connectBoth();
    world.cut(line(other));
    lines.values().remove(other);
    world.put(target, new Target.State.Gone(world.now().time()));
    world.restart();
    lines.clear();
    connect(one);
    world.pass(BEAT);
    pump();
    assertHeld(target);
    connect(other);
    world.pass(BEAT);
    pump();
    assertTrue(world.target(target).isEmpty());
  }

  @Test
  void revokedProxyMaySendUntilItIsStale() {
    TargetId target = world.newTarget();
    connectBoth();
    world.revoke(FeedWorld.OTHER_PROXY);
    lines.values().remove(other);
    world.put(target, new Target.State.Gone(world.now().time()));
    beatAlone(one, SILENCE);
    assertHeld(target);
    beatAlone(one, FeedWorld.TIMES.maxStale());
    assertTrue(world.target(target).isEmpty());
  }

  @Test
  void targetThatCameAndWentBetweenTwoVersionsHoldsNoPort() {
    connectBoth();
    TargetId target = world.newTarget();
    world.put(target, new Target.State.Gone(world.now().time()));
    world.pass(BEAT);
    pump();
    assertTrue(world.target(target).isEmpty());
  }

  // ------------------------------------------------------------------ steps

  private void connectBoth() {
    connect(one);
    connect(other);
  }

  private void connect(ModelProxy proxy) {
    FeedWorld.Line line = world.connect(proxy.id);
    lines.put(line, proxy);
    proxy.connect(line.stream());
    pump();
  }

  private Map<FeedWorld.Line, List<FeedMessage>> pump() {
    return Pump.all(world, lines);
  }

  private FeedWorld.Line line(ModelProxy proxy) {
    return lines.entrySet().stream()
        .filter(entry -> entry.getValue() == proxy)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private void finds(ModelProxy proxy, TargetId target, HealthState state) {
    proxy.findings.put(target.text(), state);
    proxy.tell(target.text());
    pump();
  }

  private void finished(ModelProxy proxy, TargetId target) {
    proxy.finish(target.text());
    pump();
  }

  private void beat() {
    lines.values().forEach(ModelProxy::heartbeat);
    pump();
    world.pass(Duration.ofMillis(500));
    pump();
  }

  /** One proxy goes on, the other one is heard of no more, though its stream is open. */
  private void silence(ModelProxy silent) {
    beatAlone(silent == one ? other : one, SILENCE);
  }

  private void beatAlone(ModelProxy heard, Duration time) {
    for (Duration left = time; left.isPositive(); left = left.minus(BEAT)) {
      heard.heartbeat();
      pump();
      world.pass(left.compareTo(BEAT) < 0 ? left : BEAT);
      heard.heartbeat();
      pump();
    }
    world.pass(Duration.ofMillis(500));
    pump();
  }

  private void assertDrains(TargetId target) {
    assertInstanceOf(Target.State.Draining.class, world.target(target).orElseThrow().state());
  }

  private void assertHeld(TargetId target) {
    assertInstanceOf(Target.State.Gone.class, world.target(target).orElseThrow().state());
  }

  private void assertGone(TargetId target) {
    // Its port may be free again in the same moment.
    assertTrue(
        world.target(target).map(Target::state).stream()
            .allMatch(state -> state instanceof Target.State.Gone));
  }
}
