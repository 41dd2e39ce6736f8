package io.berth.scheduler.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.berth.proto.common.RefusalCode;
import io.berth.proto.common.StateVersion;
import io.berth.proto.proxy.DrainReport;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.HealthReport;
import io.berth.proto.proxy.ListenerProblemCode;
import io.berth.proto.proxy.ProxyHello;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.proto.proxy.RoutingAck;
import io.berth.proto.proxy.RoutingRefusalCode;
import io.berth.proto.proxy.TargetHealth;
import io.berth.scheduler.control.ProxyReports.ListenerProblem;
import io.berth.scheduler.control.ProxyReports.ProblemKind;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.PortLimits;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a proxy is told, and when. */
final class FeedTest {
  private final FeedWorld world = new FeedWorld(FeedWorld.PROXY);
  private final ModelProxy proxy = new ModelProxy(FeedWorld.PROXY);

  @Test
  void proxyWithoutATableIsToldEverything() {
    TargetId target = world.newTarget();
    var line = connected();
    List<FeedMessage> told = told(line);
    assertTrue(told.get(0).hasHello());
    assertTrue(told.get(1).hasSyncBegin());
    assertFalse(told.get(1).getSyncBegin().hasBase());
    assertTrue(told.get(2).hasSyncChunk());
    assertEquals(1, told.get(3).getSyncEnd().getChunkCount());
    assertEquals(4, told.size());
    assertTrue(proxy.table().listeners.containsKey(FeedWorld.LISTENER.text()));
    assertTrue(proxy.request(target.text()));
    assertEquals(world.newest().hash(), proxy.table().hash());
  }

  @Test
  void proxyThatServesTheNewestTableIsToldNothing() {
    var line = connected();
    told(line);
    world.cut(line);
    world.restart();
    world.pass(Duration.ofSeconds(1));
    var again = connected();
    List<FeedMessage> told = told(again);
    assertEquals(1, told.size(), told::toString);
    assertTrue(told.getFirst().hasHello());
    // And what comes next builds on what it serves.
    world.newTarget();
    world.settle();
    FeedMessage difference = again.stream().toPeer.getFirst();
    assertEquals(proxy.served(), difference.getDifference().getBase());
    told(again);
    assertEquals(world.newest().hash(), proxy.table().hash());
  }

  @Test
  void changedGroupAloneIsSent() {
    TargetGroupId other = world.newGroup(2);
    world.newTarget();
    var line = connected();
    told(line);
    world.pass(RoutingState.PACE);
    world.newTarget(other);
    world.settle();
    var change = told(line).getFirst().getDifference().getChange();
    assertEquals(List.of(other.text()), List.of(change.getGroups(0).getGroupId()));
    assertEquals(1, change.getGroupsCount());
    assertEquals(0, change.getListenersCount() + change.getBalancersCount());
  }

  @Test
  void changesWaitForCompanyAndArriveTogether() {
    var line = connected();
    told(line);
    for (int target = 0; target < 5; target++) {
      world.newTarget();
      world.settle();
    }
    assertEquals(List.of(), told(line));
    world.pass(RoutingState.PACE);
    List<FeedMessage> told = told(line);
    assertEquals(1, told.size());
    assertEquals(5, told.getFirst().getDifference().getChange().getGroups(0).getTargetsCount());
  }

  @Test
  void oneVersionIsOnItsWayAtATime() {
    var line = connected();
    told(line);
    world.pass(RoutingState.PACE);
    world.newTarget();
    world.settle();
    world.newTarget();
    world.pass(Duration.ofSeconds(1));
    assertEquals(1, line.stream().toPeer.size());
    told(line);
    assertEquals(world.newest().hash(), proxy.table().hash());
  }

  @Test
  void groupThatNoBalancerUsesIsInNoTable() {
    TargetGroupId other = world.newGroup(2);
    var line = connected();
    told(line);
    assertTrue(proxy.table().groups.containsKey(other.text()));
    world.store.update(
        Lane.API,
        tx -> {
          var group = tx.find(Tables.TARGET_GROUPS, other).orElseThrow();
          tx.update(Tables.TARGET_GROUPS, group.usedBy(Optional.empty()));
          return true;
        });
    world.pass(RoutingState.PACE);
    var change = told(line).getFirst().getDifference().getChange();
    assertEquals(List.of(other.text()), List.copyOf(change.getRemovedGroupIdsList()));
    assertFalse(proxy.table().groups.containsKey(other.text()));
  }

  @Test
  void verdictOnATargetIsNoChangeOfTheTable() {
    world.newTarget();
    var line = connected();
    told(line);
    world.pass(Duration.ofSeconds(1));
    long number = world.newest().number();
    assertEquals(List.of(), told(line));
    assertEquals(number, world.newest().number());
    assertTrue(world.store.snapshot().version().number() > number);
  }

  @Test
  void largeTableComesInChunksThatFitIntoMessages() {
    for (int group = 2; group < 10; group++) {
      TargetGroupId id = world.newGroup(group);
      for (int target = 0; target < 900; target++) {
        world.newTarget(id);
      }
    }
    var line = connected();
    List<FeedMessage> told = told(line);
    assertTrue(told.getLast().getSyncEnd().getChunkCount() > 1);
    assertTrue(told.stream().allMatch(one -> one.getSerializedSize() <= PortLimits.MESSAGE_BYTES));
    assertEquals(world.newest().hash(), proxy.table().hash());
  }

  @ParameterizedTest
  @EnumSource(
      value = RoutingRefusalCode.class,
      names = {
        "ROUTING_REFUSAL_CODE_BASE_UNKNOWN",
        "ROUTING_REFUSAL_CODE_CHUNKS_MISSING",
        "ROUTING_REFUSAL_CODE_HASH_MISMATCH"
      })
  void tableThatDidNotArriveIsToldAnew(RoutingRefusalCode code) {
    var line = connected();
    told(line);
    world.pass(RoutingState.PACE);
    world.newTarget();
    world.settle();
    proxy.refusing = code;
    List<FeedMessage> told = told(line);
    assertTrue(told.get(0).hasDifference());
    assertTrue(told.get(1).hasSyncBegin());
    assertFalse(told.get(1).getSyncBegin().hasBase());
    assertEquals(world.newest().hash(), proxy.table().hash());
    assertEquals(List.of(), world.alarms);
  }

  @Test
  void refusedSyncIsTriedEverLater() {
    var line = connected();
    proxy.refusing = RoutingRefusalCode.ROUTING_REFUSAL_CODE_HASH_MISMATCH;
    proxy.refusals = 2;
    assertEquals(2, told(line).stream().filter(FeedMessage::hasSyncEnd).count());
    assertEquals(
        RoutingState.FIRST_WAIT.multipliedBy(2).toNanos(),
        line.session().wakeNanos().orElseThrow() - world.now().nanos());
    world.pass(Duration.ofSeconds(3));
    told(line);
    assertEquals(world.newest().hash(), proxy.table().hash());
  }

  @ParameterizedTest
  @EnumSource(
      value = RoutingRefusalCode.class,
      names = {
        "ROUTING_REFUSAL_CODE_INVALID",
        "ROUTING_REFUSAL_CODE_FEATURE_UNKNOWN",
        "ROUTING_REFUSAL_CODE_UNSPECIFIED"
      })
  void tableThatAProxyCannotTakeIsAlarmedAndTheNextOneTriedWhole(RoutingRefusalCode code) {
    var line = connected();
    told(line);
    world.pass(RoutingState.PACE);
    ByteString before = proxy.table().hash();
    world.newTarget();
    world.settle();
    proxy.refusing = code;
    told(line);
    assertEquals(
        List.of(Alarm.Kind.TABLE_REFUSED), world.alarms.stream().map(Alarm::kind).toList());
    world.pass(Duration.ofMinutes(5));
    proxy.heartbeat();
    assertTrue(told(line).stream().noneMatch(FeedMessage::hasSyncBegin));
    assertEquals(before, proxy.table().hash());
    world.newTarget();
    world.settle();
    assertTrue(told(line).getFirst().hasSyncBegin());
    assertEquals(world.newest().hash(), proxy.table().hash());
  }

  @Test
  void acknowledgementThatNeverComesEndsTheFeed() {
    var line = connected();
    hear(line, 4);
    world.pass(RoutingState.ACK_WAIT);
    assertEquals(RefusalCode.REFUSAL_CODE_BUSY, last(line).getRefusal().getCode());
  }

  @Test
  void acknowledgementOfAnotherTableEndsTheFeed() {
    var line = connected();
    hear(line, 4);
    StateVersion version = proxy.served();
    world.deliver(line, acknowledgement(version, ByteString.copyFrom(new byte[32])));
    assertEquals(RefusalCode.REFUSAL_CODE_BUSY, last(line).getRefusal().getCode());
  }

  @Test
  void lateAndDoubledAcknowledgementsChangeNothing() {
    var line = connected();
    told(line);
    StateVersion first = proxy.served();
    ByteString hash = proxy.table().hash();
    world.pass(RoutingState.PACE);
    world.newTarget();
    world.settle();
    world.deliver(line, acknowledgement(first, hash));
    world.deliver(line, acknowledgement(first, hash));
    world.newTarget();
    world.pass(Duration.ofSeconds(1));
    assertEquals(1, line.stream().toPeer.size());
    told(line);
    assertEquals(world.newest().hash(), proxy.table().hash());
  }

  @Test
  void otherTableUnderTheVeryNumberBeginsANewEpoch() {
    var line = connected();
    told(line);
    world.cut(line);
    var again = world.connect(FeedWorld.PROXY);
    world.deliver(
        again,
        ProxyMessage.newBuilder()
            .setHello(proxy.hello().setServedHash(ByteString.copyFrom(new byte[32])))
            .build());
    long epoch = world.store.snapshot().version().epoch();
    assertTrue(epoch > proxy.served().getEpoch());
    assertEquals(Alarm.Kind.STATE_PUT_BACK, world.alarms.getFirst().kind());
    List<FeedMessage> told = again.stream().received();
    assertEquals(epoch, told.getFirst().getHello().getEpoch());
    assertEquals(epoch, told.get(1).getSyncBegin().getVersion().getEpoch());
  }

  @Test
  void listenerProblemsAreKeptUntilTheyAreGone() {
    var line = connected();
    told(line);
    RoutingAck.Builder ack =
        RoutingAck.newBuilder().setVersion(proxy.served()).setTableHash(proxy.table().hash());
    ack.addListenerProblemsBuilder()
        .setListenerId(FeedWorld.LISTENER.text())
        .setCode(ListenerProblemCode.LISTENER_PROBLEM_CODE_PORT_TAKEN)
        .setSentence("another process has port 80");
    world.deliver(line, ProxyMessage.newBuilder().setRoutingAck(ack).build());
    assertEquals(
        List.of(
            new ListenerProblem(
                FeedWorld.LISTENER, ProblemKind.PORT_TAKEN, "another process has port 80")),
        world.shown().getFirst().problems());
    proxy.acknowledge();
    told(line);
    assertEquals(List.of(), world.shown().getFirst().problems());
  }

  static List<UnaryOperator<ProxyHello.Builder>> badHellos() {
    return List.of(
        ProxyHello.Builder::clearIncarnation,
        ProxyHello.Builder::clearListenAddresses,
        hello -> hello.addAllListenAddresses(Collections.nCopies(16, "::1")),
        hello -> hello.addListenAddresses(""),
        hello -> hello.addListenAddresses("1".repeat(46)),
        hello -> hello.addFeatures("Not a feature"),
        hello -> hello.setClockNonce(ByteString.EMPTY),
        hello -> hello.setRejoinToken("x".repeat(129)),
        hello -> hello.setHostName("x".repeat(254)),
        hello -> hello.setProxyVersion("x".repeat(65)),
        hello -> hello.setServedHash(ByteString.copyFrom(new byte[32])),
        hello -> hello.setServedVersion(StateVersion.newBuilder().setEpoch(1).setNumber(1)),
        hello ->
            hello
                .setServedVersion(StateVersion.newBuilder().setNumber(1))
                .setServedHash(ByteString.copyFrom(new byte[32])),
        hello ->
            hello
                .setServedVersion(StateVersion.newBuilder().setEpoch(1).setNumber(1))
                .setServedHash(ByteString.copyFrom(new byte[31])));
  }

  @ParameterizedTest
  @MethodSource("badHellos")
  void helloThatBreaksALimitIsRefused(UnaryOperator<ProxyHello.Builder> spoil) {
    var line = world.connect(FeedWorld.PROXY);
    world.deliver(
        line, ProxyMessage.newBuilder().setHello(spoil.apply(ModelProxy.anyHello(1, 1))).build());
    assertEquals(RefusalCode.REFUSAL_CODE_HELLO_INVALID, last(line).getRefusal().getCode());
    assertEquals(Alarm.Kind.HELLO_INVALID, world.alarms.getFirst().kind());
  }

  static List<ProxyMessage> badMessages() {
    TargetHealth.Builder foreign =
        TargetHealth.newBuilder().setGroupId("g").setTargetId("t").setSequence(1);
    String group = FeedWorld.GROUP.text();
    TargetHealth.Builder named =
        TargetHealth.newBuilder().setGroupId(group).setTargetId("0".repeat(32));
    return List.of(
        ProxyMessage.newBuilder().setHello(ModelProxy.anyHello(1, 1)).build(),
        health(HealthReport.newBuilder().addTargets(foreign)),
        health(HealthReport.newBuilder().addTargets(named)),
        health(
            HealthReport.newBuilder()
                .addTargets(named.clone().setSequence(1))
                .addTargets(named.clone().setSequence(2))),
        health(HealthReport.newBuilder().addTargets(named.clone().setSequence(1).setStatusCode(1))),
        health(HealthReport.newBuilder().addAllTargets(Collections.nCopies(1_001, named.build()))),
        ProxyMessage.newBuilder().setRoutingAck(RoutingAck.getDefaultInstance()).build(),
        ProxyMessage.newBuilder().setDrain(DrainReport.getDefaultInstance()).build());
  }

  @ParameterizedTest
  @MethodSource("badMessages")
  void messageThatBreaksTheContractEndsTheFeed(ProxyMessage message) {
    var line = connected();
    told(line);
    world.deliver(line, message);
    assertEquals(RefusalCode.REFUSAL_CODE_CONTRACT_BROKEN, last(line).getRefusal().getCode());
    assertEquals(Alarm.Kind.CONTRACT_BROKEN, world.alarms.getFirst().kind());
  }

  @Test
  void kindOfALaterProxyIsSkipped() {
    var line = connected();
    told(line);
    world.deliver(line, ProxyMessage.getDefaultInstance());
    assertFalse(line.session().isOver());
  }

  @Test
  void secondStreamThatContinuesTheJournalReplacesTheFirst() {
    var first = connected();
    told(first);
    var second = connected();
    assertEquals(RefusalCode.REFUSAL_CODE_REPLACED, last(first).getRefusal().getCode());
    assertTrue(told(second).getFirst().hasHello());
  }

  @Test
  void strangerToTheJournalIsRefusedWhileTheFirstAnswers() {
    var first = connected();
    told(first);
    var second = world.connect(FeedWorld.PROXY);
    world.deliver(second, ProxyMessage.newBuilder().setHello(ModelProxy.anyHello(9, 1)).build());
    told(first);
    assertEquals(RefusalCode.REFUSAL_CODE_SECOND_STREAM, last(second).getRefusal().getCode());
    assertFalse(first.session().isOver());
  }

  @Test
  void freshTokenTakesThePlaceOfOneThatLives() {
    var first = connected();
    told(first);
    world.freshTokens.add(FeedWorld.PROXY + " fresh");
    var second = world.connect(FeedWorld.PROXY);
    world.deliver(
        second,
        ProxyMessage.newBuilder()
            .setHello(ModelProxy.anyHello(9, 1).setRejoinToken("fresh"))
            .build());
    assertTrue(second.stream().received().getFirst().hasHello());
    assertTrue(first.session().isOver());
  }

  @Test
  void revokedProxyIsSentAway() {
    var line = connected();
    told(line);
    world.revoke(FeedWorld.PROXY);
    assertEquals(RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED, last(line).getRefusal().getCode());
  }

  // ------------------------------------------------------------------ steps

  private FeedWorld.Line connected() {
    FeedWorld.Line line = world.connect(FeedWorld.PROXY);
    proxy.connect(line.stream());
    world.deliver(line, line.stream().toScheduler.remove());
    return line;
  }

  /** All messages go both ways until there are none; answers what the proxy was told. */
  private List<FeedMessage> told(FeedWorld.Line line) {
    return Pump.all(world, Map.of(line, proxy)).getOrDefault(line, List.of());
  }

  /** The proxy hears so many messages; its answers are lost. */
  private void hear(FeedWorld.Line line, int messages) {
    for (int message = 0; message < messages; message++) {
      world.settle();
      proxy.receive(line.stream().toPeer.remove());
    }
    line.stream().toScheduler.clear();
  }

  private static FeedMessage last(FeedWorld.Line line) {
    return line.stream().received().getLast();
  }

  private static ProxyMessage acknowledgement(StateVersion version, ByteString hash) {
    return ProxyMessage.newBuilder()
        .setRoutingAck(RoutingAck.newBuilder().setVersion(version).setTableHash(hash))
        .build();
  }

  private static ProxyMessage health(HealthReport.Builder report) {
    return ProxyMessage.newBuilder().setHealth(report).build();
  }
}
