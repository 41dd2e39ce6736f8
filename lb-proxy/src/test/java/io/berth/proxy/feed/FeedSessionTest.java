package io.berth.proxy.feed;

import static io.berth.proxy.feed.FeedWorld.version;
import static io.berth.proxy.route.Tables.group;
import static io.berth.proxy.route.Tables.key;
import static io.berth.proxy.route.Tables.simple;
import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.peer.Ending;
import io.berth.proto.common.Probe;
import io.berth.proto.common.Refusal;
import io.berth.proto.common.RefusalCode;
import io.berth.proto.proxy.DrainReport;
import io.berth.proto.proxy.FeedHello;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.HealthRequest;
import io.berth.proto.proxy.HealthState;
import io.berth.proto.proxy.ProxyHello;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.proto.proxy.ProxyMessage.KindCase;
import io.berth.proxy.feed.TargetView.Reason;
import io.berth.proxy.feed.TargetView.State;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hello, heartbeats, health and drains on virtual time. */
final class FeedSessionTest {
  private static final RoutingTable TABLE = simple(80, group("g", target("a", 1), target("b", 2)));

  @TempDir Path directory;
  private FeedWorld world;

  @BeforeEach
  void make() {
    world = new FeedWorld(directory);
  }

  // ------------------------------------------------------------------ hello

  @Test
  void helloSaysWhoSpeaksAndWhatIsServed() {
    world.begin();
    ProxyHello first = world.sent.getFirst().getHello();
    assertEquals(7, first.getIncarnation().getStartCounter());
    assertEquals(16, first.getIncarnation().getJournalId().size());
    assertEquals(List.of("127.0.0.1", "::1"), first.getListenAddressesList());
    assertEquals(List.of("known"), first.getFeaturesList());
    assertFalse(first.hasServedVersion() || first.hasServedHash());

    world = new FeedWorld(directory).opened();
    world.sync(5, TABLE);
    world.reconnect();
    world.begin();
    ProxyHello second = world.sent.getFirst().getHello();
    assertEquals(version(5), second.getServedVersion());
    assertEquals(FeedWorld.hash(TABLE), second.getServedHash());
  }

  private static Arguments hello(String name, UnaryOperator<FeedHello.Builder> change) {
    return Arguments.of(name, change);
  }

  static Stream<Arguments> impossibleHellos() {
    return Stream.of(
        hello("short lease", h -> h.setLeaseMs(999)),
        hello("long lease", h -> h.setLeaseMs(600_001)),
        hello("heartbeats too seldom", h -> h.setHeartbeatIntervalMs(3_334)),
        hello("heartbeats too often", h -> h.setHeartbeatIntervalMs(499)),
        hello("no epoch", h -> h.setEpoch(0)),
        hello("max-stale of 0", h -> h.setMaxStaleMs(0)),
        hello("max-stale beyond a day", h -> h.setMaxStaleMs(86_400_001)),
        hello("max-stale beyond 31 bits", h -> h.setMaxStaleMs(-1)),
        hello("digest interval of 0", h -> h.setHealthDigestIntervalMs(0)),
        hello("drain interval of 0", h -> h.setDrainReportIntervalMs(0)),
        hello("clock that nobody signed", FeedHello.Builder::clearClock));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("impossibleHellos")
  void helloThatBreaksTheContractEndsTheFeed(String name, UnaryOperator<FeedHello.Builder> change) {
    world.begin();
    world.on(FeedMessage.newBuilder().setHello(change.apply(world.hello())));
    assertInstanceOf(Ending.Broken.class, world.feed.ending().orElseThrow(), name);
  }

  @Test
  void epochBelowTheServedTablesEndsTheFeed() {
    world.opened();
    world.sync(5, TABLE);
    world.reconnect();
    world.begin();
    world.on(FeedMessage.newBuilder().setHello(world.hello().setEpoch(2)));
    assertInstanceOf(Ending.Broken.class, world.feed.ending().orElseThrow());
  }

  @Test
  void refusalEndsTheFeedBeforeAndAfterTheHello() {
    for (int i = 0; i < 2; i++) {
      world = new FeedWorld(directory);
      if (i == 0) {
        world.begin();
      } else {
        world.opened();
      }
      world.on(
          FeedMessage.newBuilder()
              .setRefusal(
                  Refusal.newBuilder()
                      .setCode(RefusalCode.REFUSAL_CODE_BUSY)
                      .setSentence("later")
                      .setRetryAfterMs(3_000)));
      var ending = assertInstanceOf(Ending.Refused.class, world.feed.ending().orElseThrow());
      assertEquals(Duration.ofSeconds(3), ending.retryAfter().orElseThrow());
    }
  }

  @Test
  void schedulerThatDoesNotAnswerIsGivenUp() {
    world.begin();
    world.run(Duration.ofSeconds(29));
    assertTrue(world.feed.ending().isEmpty());
    world.run(Duration.ofSeconds(2));
    assertInstanceOf(Ending.Silent.class, world.feed.ending().orElseThrow());
  }

  @Test
  void anythingBeforeTheHelloEndsTheFeedButUnknownKinds() {
    world.begin();
    world.on(FeedMessage.newBuilder());
    assertEquals(1, world.feed.skipped());
    world.on(FeedMessage.newBuilder().setProbe(Probe.newBuilder().setNumber(1)));
    assertInstanceOf(Ending.Broken.class, world.feed.ending().orElseThrow());
    assertThrows(IllegalStateException.class, () -> world.begin());
  }

  // ------------------------------------------------------------------ heartbeats

  @Test
  void heartbeatsComeByTheIntervalAndAtOnceForAProbe() {
    world.opened();
    world.on(FeedMessage.newBuilder().setProbe(Probe.newBuilder().setNumber(9)));
    assertEquals(9, world.turn().getFirst().getHeartbeat().getProbeNumber());
    world.run(Duration.ofMillis(4_500));
    List<Long> sequences =
        world.sent.stream()
            .filter(ProxyMessage::hasHeartbeat)
            .map(message -> message.getHeartbeat().getSequence())
            .toList();
    assertEquals(List.of(2L, 3L), sequences);
  }

  @Test
  void leaseCountsFromTheHeartbeatAndStalenessFromItsEnd() {
    world.opened();
    world.run(Duration.ofSeconds(2));
    world.pass(Duration.ofSeconds(4));
    world.lease(1);
    world.pass(Duration.ofMillis(5_999));
    assertTrue(world.contact.holdsLease(world.now()));
    world.pass(Duration.ofMillis(1));
    assertFalse(world.contact.holdsLease(world.now()));
    assertFalse(world.contact.isStale(world.now()));
    world.pass(Duration.ofMinutes(15));
    assertTrue(world.contact.isStale(world.now()));
  }

  @Test
  void leaseForAHeartbeatThatWasNotSentEndsTheFeed() {
    world.opened();
    world.lease(1);
    assertInstanceOf(Ending.Broken.class, world.feed.ending().orElseThrow());
  }

  @Test
  void schedulerThatFallsSilentIsGivenUp() {
    world.opened();
    world.run(Duration.ofSeconds(7));
    assertInstanceOf(Ending.Silent.class, world.feed.ending().orElseThrow());
  }

  // ------------------------------------------------------------------ health

  private static TargetView view(String target, State state, long sequence) {
    Reason reason = state == State.UNHEALTHY ? Reason.STATUS_MISMATCH : Reason.NONE;
    return new TargetView(
        key("g", target),
        state,
        reason,
        state == State.UNHEALTHY ? OptionalInt.of(500) : OptionalInt.empty(),
        sequence,
        Instant.parse("2026-01-01T00:00:00Z"));
  }

  private List<ProxyMessage> said(KindCase kind) {
    return world.turn().stream().filter(message -> message.getKindCase() == kind).toList();
  }

  @Test
  void healthIsToldWholeAfterTheHelloAndThenAsItChanges() {
    world.health.view(view("a", State.HEALTHY, 1));
    world.begin();
    world.on(FeedMessage.newBuilder().setHello(world.hello()));
    var whole = said(KindCase.HEALTH);
    assertEquals(1, whole.size());
    assertTrue(whole.getFirst().getHealth().getFirstOfAll());
    assertTrue(whole.getFirst().getHealth().getLastOfAll());

    world.health.view(view("a", State.UNHEALTHY, 2));
    var changed = said(KindCase.HEALTH).getFirst().getHealth();
    assertFalse(changed.getFirstOfAll() || changed.getLastOfAll());
    assertEquals(HealthState.HEALTH_STATE_UNHEALTHY, changed.getTargets(0).getState());
    assertEquals(500, changed.getTargets(0).getStatusCode());
    assertEquals(2, changed.getTargets(0).getSequence());
    assertEquals(List.of(), world.turn());
  }

  @Test
  void emptyTellingHasBothMarks() {
    world.begin();
    world.on(FeedMessage.newBuilder().setHello(world.hello()));
    var whole = said(KindCase.HEALTH).getFirst().getHealth();
    assertTrue(whole.getFirstOfAll() && whole.getLastOfAll() && whole.getTargetsCount() == 0);
  }

  @Test
  void longTellingComesInPartsAndOnDemand() {
    IntStream.range(0, 1_200).forEach(i -> world.health.view(view("t" + i, State.HEALTHY, 1)));
    world.opened();
    world.on(FeedMessage.newBuilder().setHealthRequest(HealthRequest.getDefaultInstance()));
    var parts = said(KindCase.HEALTH).stream().map(ProxyMessage::getHealth).toList();
    assertEquals(3, parts.size());
    assertTrue(parts.getFirst().getFirstOfAll() && !parts.getFirst().getLastOfAll());
    assertTrue(!parts.getLast().getFirstOfAll() && parts.getLast().getLastOfAll());
    assertEquals(1_200, parts.stream().mapToInt(part -> part.getTargetsCount()).sum());
  }

  /** The number was computed by another program. */
  @Test
  void digestCoversWhatWasTold() {
    world.health.view(view("a", State.HEALTHY, 1));
    world.health.view(view("b", State.INITIAL, 1));
    world.opened();
    world.health.view(view("b", State.UNHEALTHY, 2));
    world.turn();
    world.pass(Duration.ofMillis(FeedWorld.DIGEST_MS));
    world.on(FeedMessage.newBuilder());
    var digest = said(KindCase.HEALTH_DIGEST).getFirst().getHealthDigest();
    assertEquals(2, digest.getTargetCount());
    assertEquals("f61f8747ee7335c5", Long.toHexString(digest.getDigest()));
  }

  @Test
  void digestForgetsTargetsThatTheTableHasNoMore() {
    world.health.view(view("a", State.HEALTHY, 1));
    world.health.view(view("gone", State.HEALTHY, 1));
    world.opened();
    world.sync(5, TABLE);
    world.turn();
    world.pass(Duration.ofMillis(FeedWorld.DIGEST_MS));
    world.on(FeedMessage.newBuilder());
    assertEquals(1, said(KindCase.HEALTH_DIGEST).getFirst().getHealthDigest().getTargetCount());
  }

  // ------------------------------------------------------------------ drains

  private List<DrainReport> drains() {
    return said(KindCase.DRAIN).stream().map(ProxyMessage::getDrain).toList();
  }

  @Test
  void drainsAreToldWithTheVersionByIntervalAndAsNews() {
    world.opened();
    world.drains.leaving.put(key("g", "a"), 3);
    world.sync(5, TABLE);
    List<ProxyMessage> said = world.turn();
    assertEquals(
        List.of(KindCase.ROUTING_ACK, KindCase.DRAIN),
        said.stream().map(ProxyMessage::getKindCase).toList());
    DrainReport first = said.getLast().getDrain();
    assertEquals(version(5), first.getVersion());
    assertEquals(3, first.getTargets(0).getInFlight());
    assertEquals(List.of(), drains(), "nothing new");

    world.drains.leaving.put(key("g", "a"), 2);
    assertEquals(List.of(), drains(), "fewer is no news");
    world.pass(Duration.ofMillis(FeedWorld.DRAIN_MS));
    assertEquals(2, drains().getFirst().getTargets(0).getInFlight());

    world.drains.leaving.put(key("g", "a"), 0);
    world.drains.news = true;
    assertEquals(0, drains().getFirst().getTargets(0).getInFlight());

    world.drains.leaving.clear();
    world.pass(Duration.ofMillis(FeedWorld.DRAIN_MS));
    assertEquals(List.of(), drains(), "nobody drains any more");
  }

  @Test
  void feedWakesByItselfWhileTargetsDrain() {
    world.opened();
    world.drains.leaving.put(key("g", "a"), 1);
    world.sync(5, TABLE);
    world.turn();
    world.run(Duration.ofMillis(3_500));
    assertEquals(3, world.sent.stream().filter(ProxyMessage::hasDrain).count());
  }

  @Test
  void manyDrainsComeInSeveralMessages() {
    world.opened();
    Target[] none = {};
    IntStream.range(0, 700).forEach(i -> world.drains.leaving.put(key("g", "t" + i), 0));
    world.sync(5, simple(80, group("g", none)));
    List<DrainReport> reports = drains();
    assertEquals(2, reports.size());
    assertEquals(700, reports.stream().mapToInt(report -> report.getTargetsCount()).sum());
  }

  // ------------------------------------------------------------------ back-pressure

  @Test
  void nothingIsSaidWhileTheStreamTakesNothing() {
    world.opened();
    world.ready = false;
    world.sync(5, TABLE);
    world.health.view(view("a", State.HEALTHY, 1));
    world.health.view(view("a", State.UNHEALTHY, 2));
    assertEquals(List.of(), world.turn());
    world.ready = true;
    List<ProxyMessage> said = world.turn();
    assertEquals(
        List.of(KindCase.ROUTING_ACK, KindCase.HEALTH),
        said.stream().map(ProxyMessage::getKindCase).toList());
    assertEquals(1, said.getLast().getHealth().getTargetsCount(), "the newest alone");
  }
}
