package io.berth.scheduler.feed;

import com.google.protobuf.ByteString;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.Incarnation;
import io.berth.proto.common.StateVersion;
import io.berth.proto.proxy.DrainReport;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.HealthDigest;
import io.berth.proto.proxy.HealthReport;
import io.berth.proto.proxy.HealthState;
import io.berth.proto.proxy.ProxyHello;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.proto.proxy.RoutingAck;
import io.berth.proto.proxy.RoutingChange;
import io.berth.proto.proxy.RoutingRefusal;
import io.berth.proto.proxy.RoutingRefusalCode;
import io.berth.proto.proxy.Target;
import io.berth.proto.proxy.TargetDrain;
import io.berth.proto.proxy.TargetGroup;
import io.berth.proto.proxy.TargetHealth;
import io.berth.proto.proxy.TargetState;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.peer.MemoryStream;
import io.berth.scheduler.peer.Times;
import io.berth.scheduler.store.Samples;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A proxy that follows the contract, in memory: a stored table, requests, views, one stream. */
final class ModelProxy {
  private static final Comparator<StateVersion> ORDER =
      Comparator.comparingLong(StateVersion::getEpoch).thenComparingLong(StateVersion::getNumber);

  final PeerId id;

  /** Why the next versions shall be refused, and how many; then it is none. */
  @Nullable RoutingRefusalCode refusing;

  int refusals = 1;

  @Nullable StateVersion version;

  /** Requests in flight, by target. */
  final Map<String, Integer> inFlight = new HashMap<>();

  /** What its checks find, by target; what is not there passes. */
  final Map<String, HealthState> findings = new HashMap<>();

  private Table table = new Table();
  private long startCounter = 1;
  private long heartbeats;
  private long sequence;
  private final int journal;
  private @Nullable StateVersion syncing;
  private @Nullable StateVersion syncBase;
  private List<RoutingChange> chunks = new ArrayList<>();
  private @Nullable MemoryStream<ProxyMessage, FeedMessage> stream;
  boolean greeted;

  /** Items by id, as hashed. */
  static final class Table {
    final TreeMap<String, ByteString> balancers = new TreeMap<>();
    final TreeMap<String, ByteString> listeners = new TreeMap<>();
    final TreeMap<String, TargetGroup> groups = new TreeMap<>();

    Table with(RoutingChange change) {
      Table next = new Table();
      next.balancers.putAll(balancers);
      next.listeners.putAll(listeners);
      next.groups.putAll(groups);
      change.getRemovedBalancerIdsList().forEach(next.balancers::remove);
      change.getRemovedListenerIdsList().forEach(next.listeners::remove);
      change.getRemovedGroupIdsList().forEach(next.groups::remove);
      change
          .getBalancersList()
          .forEach(one -> next.balancers.put(one.getBalancerId(), one.getContentHash()));
      change
          .getListenersList()
          .forEach(one -> next.listeners.put(one.getListenerId(), one.getContentHash()));
      change.getGroupsList().forEach(one -> next.groups.put(one.getGroupId(), one));
      return next;
    }

    ByteString hash() {
      MessageDigest digest = RoutingWire.sha256();
      balancers.forEach((id, hash) -> add(digest, 1, id, hash));
      listeners.forEach((id, hash) -> add(digest, 2, id, hash));
      groups.forEach((id, group) -> add(digest, 3, id, group.getContentHash()));
      return ByteString.copyFrom(digest.digest());
    }

    private static void add(MessageDigest digest, int kind, String id, ByteString hash) {
      digest.update((byte) kind);
      digest.update(id.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(hash.toByteArray());
    }
  }

  ModelProxy(PeerId id) {
    this.id = id;
    this.journal = (int) id.low();
  }

  boolean isConnected() {
    return stream != null && !stream.ended;
  }

  /** The version of the table that it serves; there must be one. */
  StateVersion served() {
    StateVersion now = version;
    if (now == null) {
      throw new AssertionError(id + " serves no table");
    }
    return now;
  }

  Table table() {
    return table;
  }

  /** Its word for a target of the served table; absent: not there. */
  @Nullable TargetState state(String target) {
    for (TargetGroup group : table.groups.values()) {
      for (Target one : group.getTargetsList()) {
        if (one.getTargetId().equals(target)) {
          return one.getState();
        }
      }
    }
    return null;
  }

  /** Another process with the same disk; whoever was served is cut off. */
  void restart() {
    stream = null;
    startCounter++;
    heartbeats = 0;
    sequence = 0;
    inFlight.clear();
    greeted = false;
  }

  /** The disk is new. */
  void loseTable() {
    restart();
    table = new Table();
    version = null;
  }

  void connect(MemoryStream<ProxyMessage, FeedMessage> to) {
    stream = to;
    greeted = false;
    syncing = null;
    heartbeats = 0;
    send(ProxyMessage.newBuilder().setHello(hello()).build());
  }

  ProxyHello.Builder hello() {
    ProxyHello.Builder hello = anyHello(journal, startCounter);
    if (version != null) {
      hello.setServedVersion(version).setServedHash(table.hash());
    }
    return hello;
  }

  static ProxyHello.Builder anyHello(int journal, long startCounter) {
    return ProxyHello.newBuilder()
        .setIncarnation(
            Incarnation.newBuilder()
                .setBootId("6f1c1c5e-0000-4000-8000-000000000000")
                .setJournalId(
                    ByteString.copyFrom(new byte[15])
                        .concat(ByteString.copyFrom(new byte[] {(byte) journal})))
                .setStartCounter(startCounter))
        .addListenAddresses("127.0.0.1")
        .addFeatures("core.v1")
        .setClockNonce(ByteString.copyFrom(new byte[16]))
        .setHostName("edge-1")
        .setProxyVersion("1");
  }

  /** Takes one message that has arrived. */
  void receive(FeedMessage message) {
    switch (message.getKindCase()) {
      case HELLO -> {
        greeted = true;
        tellAll();
        drains();
      }
      case DIFFERENCE -> {
        var difference = message.getDifference();
        if (!difference.getBase().equals(version)) {
          refuse(difference.getVersion(), RoutingRefusalCode.ROUTING_REFUSAL_CODE_BASE_UNKNOWN);
        } else {
          take(
              difference.getVersion(),
              table.with(difference.getChange()),
              difference.getTableHash());
        }
      }
      case SYNC_BEGIN -> {
        syncing = message.getSyncBegin().getVersion();
        syncBase = message.getSyncBegin().hasBase() ? message.getSyncBegin().getBase() : null;
        chunks = new ArrayList<>();
      }
      case SYNC_CHUNK -> {
        if (message.getSyncChunk().getIndex() == chunks.size()) {
          chunks.add(message.getSyncChunk().getChange());
        }
      }
      case SYNC_END -> {
        var end = message.getSyncEnd();
        if (!end.getVersion().equals(syncing) || end.getChunkCount() != chunks.size()) {
          refuse(end.getVersion(), RoutingRefusalCode.ROUTING_REFUSAL_CODE_CHUNKS_MISSING);
        } else if (syncBase != null && !syncBase.equals(version)) {
          refuse(end.getVersion(), RoutingRefusalCode.ROUTING_REFUSAL_CODE_BASE_UNKNOWN);
        } else {
          Table next = syncBase == null ? new Table() : table;
          for (RoutingChange chunk : chunks) {
            next = next.with(chunk);
          }
          syncing = null;
          take(end.getVersion(), next, end.getTableHash());
        }
      }
      case PROBE -> heartbeat(message.getProbe().getNumber());
      case HEALTH_REQUEST -> tellAll();
      case REFUSAL -> stream = null;
      case LEASE, KIND_NOT_SET -> {}
    }
  }

  private void take(StateVersion next, Table made, ByteString hash) {
    if (version != null && ORDER.compare(next, version) <= 0) {
      refuse(next, RoutingRefusalCode.ROUTING_REFUSAL_CODE_VERSION_OLD);
    } else if (refusing != null) {
      RoutingRefusalCode code = refusing;
      refusals--;
      refusing = refusals == 0 ? null : code;
      refuse(next, code);
    } else if (!made.hash().equals(hash)) {
      refuse(next, RoutingRefusalCode.ROUTING_REFUSAL_CODE_HASH_MISMATCH);
    } else {
      version = next;
      table = made;
      // What is in the table no more is cut off at once.
      inFlight.keySet().removeIf(target -> state(target) == null);
      acknowledge();
      drains();
      tellAll();
    }
  }

  void acknowledge() {
    send(
        ProxyMessage.newBuilder()
            .setRoutingAck(RoutingAck.newBuilder().setVersion(served()).setTableHash(table.hash()))
            .build());
  }

  private void refuse(StateVersion refused, RoutingRefusalCode code) {
    send(
        ProxyMessage.newBuilder()
            .setRoutingAck(
                RoutingAck.newBuilder()
                    .setVersion(refused)
                    .setRefusal(RoutingRefusal.newBuilder().setCode(code).setSentence("no")))
            .build());
  }

  /** A request begins, if its table lets it. */
  boolean request(String target) {
    boolean may = state(target) == TargetState.TARGET_STATE_ACTIVE;
    if (may) {
      inFlight.merge(target, 1, Integer::sum);
    }
    return may;
  }

  /** A request to some target ends, and the proxy tells if it was the last. */
  void finish(String target) {
    inFlight.computeIfPresent(target, (_, count) -> count == 1 ? null : count - 1);
    drains();
  }

  void drains() {
    if (version == null) {
      return;
    }
    DrainReport.Builder report = DrainReport.newBuilder().setVersion(version);
    for (TargetGroup group : table.groups.values()) {
      for (Target target : group.getTargetsList()) {
        if (target.getState() == TargetState.TARGET_STATE_DRAINING) {
          report.addTargets(
              TargetDrain.newBuilder()
                  .setGroupId(group.getGroupId())
                  .setTargetId(target.getTargetId())
                  .setInFlight(inFlight.getOrDefault(target.getTargetId(), 0)));
        }
      }
    }
    send(ProxyMessage.newBuilder().setDrain(report).build());
  }

  /** Tells the health of all targets, in reports of at most two. */
  void tellAll() {
    List<TargetHealth> all = health();
    int from = 0;
    do {
      int to = Math.min(all.size(), from + 2);
      send(
          ProxyMessage.newBuilder()
              .setHealth(
                  HealthReport.newBuilder()
                      .addAllTargets(all.subList(from, to))
                      .setFirstOfAll(from == 0)
                      .setLastOfAll(to == all.size()))
              .build());
      from = to;
    } while (from < all.size());
  }

  /** Tells the health of one target. */
  void tell(String target) {
    health().stream()
        .filter(one -> one.getTargetId().equals(target))
        .forEach(one ->
            send(
                ProxyMessage.newBuilder()
                    .setHealth(HealthReport.newBuilder().addTargets(one))
                    .build()));
  }

  void digest() {
    long digest = 0;
    List<TargetHealth> all = health();
    for (TargetHealth one : all) {
      MessageDigest sha = RoutingWire.sha256();
      sha.update(one.getGroupId().getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      sha.update(one.getTargetId().getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      sha.update((byte) one.getStateValue());
      digest ^= ByteBuffer.wrap(sha.digest()).getLong();
    }
    send(
        ProxyMessage.newBuilder()
            .setHealthDigest(HealthDigest.newBuilder().setTargetCount(all.size()).setDigest(digest))
            .build());
  }

  void heartbeat() {
    heartbeat(0);
  }

  private void heartbeat(long probe) {
    Heartbeat.Builder heartbeat = Heartbeat.newBuilder().setSequence(++heartbeats);
    if (probe != 0) {
      heartbeat.setProbeNumber(probe);
    }
    send(ProxyMessage.newBuilder().setHeartbeat(heartbeat).build());
  }

  private List<TargetHealth> health() {
    List<TargetHealth> all = new ArrayList<>();
    for (TargetGroup group : table.groups.values()) {
      for (Target target : group.getTargetsList()) {
        all.add(
            TargetHealth.newBuilder()
                .setGroupId(group.getGroupId())
                .setTargetId(target.getTargetId())
                .setState(
                    findings.getOrDefault(target.getTargetId(), HealthState.HEALTH_STATE_HEALTHY))
                .setSequence(++sequence)
                .setSince(Times.of(Samples.NOON))
                .build());
      }
    }
    return all;
  }

  private void send(ProxyMessage message) {
    MemoryStream<ProxyMessage, FeedMessage> to = stream;
    if (to != null && !to.ended) {
      to.toScheduler.add(message);
    }
  }
}
