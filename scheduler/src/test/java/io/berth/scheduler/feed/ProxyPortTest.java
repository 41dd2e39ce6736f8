package io.berth.scheduler.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.common.ClockStatement;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.PeerKind;
import io.berth.proto.common.RefusalCode;
import io.berth.proto.enrol.Credentials;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.HealthReport;
import io.berth.proto.proxy.HealthState;
import io.berth.proto.proxy.ProxyFeedGrpc;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.proto.proxy.RoutingAck;
import io.berth.proto.proxy.TargetHealth;
import io.berth.scheduler.identity.EnrolRate;
import io.berth.scheduler.identity.HostKey;
import io.berth.scheduler.identity.Peers;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetHealth.Verdict;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.ClientStream;
import io.berth.scheduler.peer.PeerService;
import io.berth.scheduler.peer.PortWorld;
import io.berth.scheduler.peer.Times;
import io.berth.scheduler.store.BalancerSamples;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Watch;
import io.berth.scheduler.store.WatchEvent;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Feeds over real TLS, with the shell's own threads. */
@Timeout(value = PortWorld.DEADLINE_SECONDS, unit = TimeUnit.SECONDS)
final class ProxyPortTest {
  private final PortWorld world =
      new PortWorld(new EnrolRate.Limits(6, Duration.ofHours(1), 100), ProxyPortTest::services);

  private static List<PeerService> services(PortWorld.Serving serving) {
    return List.of(new ProxyService(serving.identities(), FeedTimes.standard(), serving.alarms()));
  }

  @AfterEach
  void close() throws InterruptedException {
    world.close();
  }

  @Test
  void proxyJoinsIsToldTheTableAndItsWordOnHealthIsStored() throws Exception {
    Target target = newTarget();
    HostKey key = world.key();
    var stream = greeted(key, joined(key, PeerKind.PEER_KIND_PROXY));
    var hello = stream.next().getHello();
    assertClockIsSigned(hello.getClock().getStatement());
    assertTrue(hello.getHeartbeatIntervalMs() * 3 < hello.getLeaseMs());
    assertEquals(Duration.ofMinutes(15).toMillis(), hello.getMaxStaleMs());
    assertTrue(stream.next().hasSyncBegin());
    var group = stream.next().getSyncChunk().getChange().getGroups(0);
    assertEquals(target.id().text(), group.getTargets(0).getTargetId());
    var end = stream.next().getSyncEnd();

    Watch watch = world.store.watch(Set.of(Tables.TARGETS), 100);
    stream.send(health(HealthReport.newBuilder().setFirstOfAll(true).setLastOfAll(true)));
    stream.send(
        ProxyMessage.newBuilder()
            .setRoutingAck(
                RoutingAck.newBuilder()
                    .setVersion(end.getVersion())
                    .setTableHash(end.getTableHash()))
            .build());
    stream.send(
        health(
            HealthReport.newBuilder()
                .addTargets(
                    TargetHealth.newBuilder()
                        .setGroupId(group.getGroupId())
                        .setTargetId(target.id().text())
                        .setState(HealthState.HEALTH_STATE_HEALTHY)
                        .setSequence(1)
                        .setSince(Times.of(world.now.get())))));
    assertTrue(watch.next() instanceof WatchEvent.Changed);
    assertEquals(
        Verdict.HEALTHY,
        world.store.snapshot().find(Tables.TARGETS, target.id()).orElseThrow().health().verdict());

    stream.send(
        ProxyMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setSequence(1)).build());
    assertEquals(1, stream.next().getLease().getSequence());
    world.store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.TARGETS, BalancerSamples.target(2, target.group(), new TaskId(0, 2)));
          return true;
        });
    var difference = stream.next().getDifference();
    assertEquals(end.getVersion(), difference.getBase());
    assertEquals(2, difference.getChange().getGroups(0).getTargetsCount());
  }

  @Test
  void agentGetsNoFeed() throws InterruptedException {
    HostKey key = world.key();
    var stream = greeted(key, joined(key, PeerKind.PEER_KIND_AGENT));
    assertEquals(RefusalCode.REFUSAL_CODE_WRONG_KIND, stream.next().getRefusal().getCode());
  }

  @Test
  void strangerGetsNoFeed() throws InterruptedException {
    ClientStream<ProxyMessage, FeedMessage> stream =
        new ClientStream<>(ProxyFeedGrpc.newStub(world.stranger())::connect, FeedMessage.class);
    assertEquals(Status.Code.UNAUTHENTICATED, stream.end().getCode());
  }

  @Test
  void revokedProxyLosesItsFeedAndGetsNoOther() throws InterruptedException {
    HostKey key = world.key();
    Credentials own = joined(key, PeerKind.PEER_KIND_PROXY);
    var stream = greeted(key, own);
    assertTrue(stream.next().hasHello());
    world.store.update(
        Lane.API, tx -> Peers.revoke(tx, PeerId.parse(own.getIdentity()), world.now.get()));
    FeedMessage last = stream.next();
    while (!last.hasRefusal()) {
      last = stream.next();
    }
    assertEquals(RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED, last.getRefusal().getCode());
    assertEquals(
        RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED, greeted(key, own).next().getRefusal().getCode());
  }

  @Test
  void closingTellsProxiesToComeAgain() throws InterruptedException {
    HostKey key = world.key();
    var stream = greeted(key, joined(key, PeerKind.PEER_KIND_PROXY));
    assertTrue(stream.next().hasHello());
    world.port.close();
    FeedMessage last = stream.next();
    while (!last.hasRefusal()) {
      last = stream.next();
    }
    assertEquals(RefusalCode.REFUSAL_CODE_BUSY, last.getRefusal().getCode());
  }

  private void assertClockIsSigned(ByteString statement) throws InvalidProtocolBufferException {
    ClockStatement clock = ClockStatement.parseFrom(statement);
    assertEquals(ModelProxy.anyHello(1, 1).getClockNonce(), clock.getNonce());
    assertEquals(Times.of(world.now.get()), clock.getTime());
  }

  private Credentials joined(HostKey key, PeerKind kind) {
    var model =
        kind == PeerKind.PEER_KIND_AGENT
            ? io.berth.scheduler.model.PeerKind.AGENT
            : io.berth.scheduler.model.PeerKind.PROXY;
    return world.enrol(world.token(model), key, kind).getCredentials();
  }

  private ClientStream<ProxyMessage, FeedMessage> greeted(HostKey key, Credentials own) {
    ClientStream<ProxyMessage, FeedMessage> stream =
        new ClientStream<>(
            ProxyFeedGrpc.newStub(world.known(key, own.getCertificateChain(0)))::connect,
            FeedMessage.class);
    stream.send(ProxyMessage.newBuilder().setHello(ModelProxy.anyHello(1, 1)).build());
    return stream;
  }

  private Target newTarget() {
    TargetGroup group = BalancerSamples.targetGroup(1).usedBy(Optional.of(new BalancerId(1)));
    Target target = BalancerSamples.target(1, group.id(), new TaskId(0, 1));
    return world.store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.TARGET_GROUPS, group);
          tx.insert(Tables.TARGETS, target);
          return target;
        });
  }

  private static ProxyMessage health(HealthReport.Builder report) {
    return ProxyMessage.newBuilder().setHealth(report).build();
  }
}
