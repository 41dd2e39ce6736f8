package io.berth.proxy.feed;

import com.google.protobuf.ByteString;
import io.berth.base.Moment;
import io.berth.peer.ClockOffset;
import io.berth.peer.Conversation;
import io.berth.peer.LinkFiles;
import io.berth.peer.PeerStream;
import io.berth.peer.SchedulerTrust;
import io.berth.peer.TestAuthority;
import io.berth.proto.common.LeaseAnswer;
import io.berth.proto.common.StateVersion;
import io.berth.proto.proxy.FeedHello;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.proto.proxy.RoutingAck;
import io.berth.proto.proxy.RoutingDifference;
import io.berth.proto.proxy.RoutingSyncBegin;
import io.berth.proto.proxy.RoutingSyncChunk;
import io.berth.proto.proxy.RoutingSyncEnd;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.Tables;
import io.berth.proxy.route.TargetKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A feed on virtual time; the test is its scheduler. */
final class FeedWorld {
  static final byte[] NONCE = "sixteen bytes ok".getBytes(StandardCharsets.UTF_8);
  static final int LEASE_MS = 10_000;
  static final int INTERVAL_MS = 2_000;
  static final int DIGEST_MS = 15_000;
  static final int DRAIN_MS = 1_000;

  /** Made once: keys take time. */
  private static final TestAuthority AUTHORITY =
      new TestAuthority("1", Instant.parse("2025-12-01T00:00:00Z"));

  final Place place = new Place();
  final Health health = new Health();
  final Drains drains = new Drains();
  final Contact contact;
  final ClockOffset offset = new ClockOffset();
  final SchedulerTrust trust;
  final List<ProxyMessage> sent = new ArrayList<>();
  boolean ready = true;
  Conversation<ProxyMessage, FeedMessage> feed;
  private Duration time = Duration.ofDays(3);
  private final Instant bootedAt = Instant.parse("2026-01-01T00:00:00Z");

  FeedWorld(Path directory) {
    trust = new SchedulerTrust(new LinkFiles(directory), AUTHORITY.trusted());
    contact = new Contact(now(), Duration.ofMinutes(15));
    feed = newFeed();
  }

  /** What is served, in memory. */
  static final class Place implements TablePlace {
    Optional<Served> served = Optional.empty();
    List<ListenerProblem> problems = List.of();
    boolean diskIsFull;
    int swaps;

    @Override
    public Optional<Served> served() {
      return served;
    }

    @Override
    public void serve(Served next) throws IOException {
      if (diskIsFull) {
        throw new IOException("No space left on device");
      }
      served = Optional.of(next);
      swaps++;
    }

    @Override
    public List<ListenerProblem> problems() {
      return problems;
    }
  }

  /** Views as the test makes them. */
  static final class Health implements HealthSource {
    final Map<TargetKey, TargetView> views = new LinkedHashMap<>();
    final Map<TargetKey, TargetView> changed = new LinkedHashMap<>();

    void view(TargetView view) {
      views.put(view.key(), view);
      changed.put(view.key(), view);
    }

    @Override
    public List<TargetView> all() {
      changed.clear();
      return List.copyOf(views.values());
    }

    @Override
    public List<TargetView> takeChanged(int most) {
      List<TargetView> taken = changed.values().stream().limit(most).toList();
      taken.forEach(one -> changed.remove(one.key()));
      return taken;
    }
  }

  /** Counts as the test makes them. */
  static final class Drains implements DrainSource {
    final Map<TargetKey, Integer> leaving = new LinkedHashMap<>();
    boolean news;

    @Override
    public Map<TargetKey, Integer> leaving() {
      return Map.copyOf(leaving);
    }

    @Override
    public boolean takeNews() {
      boolean taken = news;
      news = false;
      return taken;
    }
  }

  private Conversation<ProxyMessage, FeedMessage> newFeed() {
    var greeting =
        new Greeting(
            "boot-1",
            "000102030405060708090a0b0c0d0e0f",
            7,
            List.of("127.0.0.1", "::1"),
            Tables.HTTP,
            "host-1",
            "0.1.0");
    var parts = new FeedParts(place, health, drains, contact, offset, greeting);
    return new Conversation<>(
        new Conversation.Knowledge(trust, offset), new FeedDialect(parts).speaker(), new Wire());
  }

  void begin() {
    feed.begin(now(), ByteString.copyFrom(NONCE), Optional.empty());
  }

  void reconnect() {
    feed.cut("test");
    sent.clear();
    feed = newFeed();
  }

  private final class Wire implements PeerStream<ProxyMessage> {
    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void send(ProxyMessage message) {
      sent.add(message);
    }

    @Override
    public Optional<String> objection(Instant schedulersTime) {
      return Optional.empty();
    }
  }

  // ------------------------------------------------------------------ time

  Moment now() {
    return new Moment(bootedAt.plus(time), time);
  }

  void pass(Duration span) {
    time = time.plus(span);
  }

  /** Lets the time pass in the steps in which the feed wants to be called. */
  void run(Duration span) {
    Duration end = time.plus(span);
    while (true) {
      Duration next = feed.turn(now());
      if (next.compareTo(end) > 0 || feed.ending().isPresent()) {
        time = end;
        feed.turn(now());
        return;
      }
      time = next.compareTo(time) > 0 ? next : time.plusMillis(1);
    }
  }

  // ------------------------------------------------------------------ the scheduler

  FeedHello.Builder hello() {
    return FeedHello.newBuilder()
        .setClock(AUTHORITY.clock(now().wall(), NONCE))
        .setEpoch(3)
        .setLeaseMs(LEASE_MS)
        .setHeartbeatIntervalMs(INTERVAL_MS)
        .setTrustBundle(TestAuthority.bundle(AUTHORITY))
        .setMaxStaleMs(900_000)
        .setHealthDigestIntervalMs(DIGEST_MS)
        .setDrainReportIntervalMs(DRAIN_MS);
  }

  /** Says hello, is accepted, and forgets what was said by then. */
  FeedWorld opened() {
    begin();
    on(FeedMessage.newBuilder().setHello(hello()));
    turn();
    sent.clear();
    return this;
  }

  void on(FeedMessage.Builder message) {
    feed.on(message.build(), now());
  }

  List<ProxyMessage> turn() {
    feed.turn(now());
    List<ProxyMessage> said = List.copyOf(sent);
    sent.clear();
    return said;
  }

  /** The one word about a version that comes of this turn. */
  RoutingAck ack() {
    List<RoutingAck> acks =
        turn().stream()
            .filter(ProxyMessage::hasRoutingAck)
            .map(ProxyMessage::getRoutingAck)
            .toList();
    if (acks.size() != 1) {
      throw new AssertionError("acknowledged: " + acks);
    }
    return acks.getFirst();
  }

  void lease(long sequence) {
    on(
        FeedMessage.newBuilder()
            .setLease(
                LeaseAnswer.newBuilder()
                    .setSequence(sequence)
                    .setLeaseMs(LEASE_MS)
                    .setTime(io.berth.peer.Times.timestamp(now().wall()))));
  }

  static StateVersion version(long number) {
    return StateVersion.newBuilder().setEpoch(3).setNumber(number).build();
  }

  static ByteString hash(RoutingTable table) {
    return ByteString.copyFrom(table.hash().bytes());
  }

  static io.berth.proto.proxy.RoutingChange.Builder items(RoutingTable table) {
    return FeedItems.of(table).toBuilder();
  }

  /** A full sync, an item to a chunk. */
  void sync(long number, RoutingTable table) {
    on(
        FeedMessage.newBuilder()
            .setSyncBegin(RoutingSyncBegin.newBuilder().setVersion(version(number))));
    var all = items(table);
    int index = 0;
    for (var one : all.getBalancersList()) {
      chunk(index++, io.berth.proto.proxy.RoutingChange.newBuilder().addBalancers(one));
    }
    for (var one : all.getListenersList()) {
      chunk(index++, io.berth.proto.proxy.RoutingChange.newBuilder().addListeners(one));
    }
    for (var one : all.getGroupsList()) {
      chunk(index++, io.berth.proto.proxy.RoutingChange.newBuilder().addGroups(one));
    }
    end(number, index, table);
  }

  void chunk(int index, io.berth.proto.proxy.RoutingChange.Builder change) {
    on(
        FeedMessage.newBuilder()
            .setSyncChunk(RoutingSyncChunk.newBuilder().setIndex(index).setChange(change)));
  }

  void end(long number, int chunks, RoutingTable table) {
    on(
        FeedMessage.newBuilder()
            .setSyncEnd(
                RoutingSyncEnd.newBuilder()
                    .setVersion(version(number))
                    .setChunkCount(chunks)
                    .setTableHash(hash(table))));
  }

  void difference(
      long base, long number, io.berth.proto.proxy.RoutingChange.Builder change, RoutingTable to) {
    on(
        FeedMessage.newBuilder()
            .setDifference(
                RoutingDifference.newBuilder()
                    .setBase(version(base))
                    .setVersion(version(number))
                    .setChange(change)
                    .setTableHash(hash(to))));
  }
}
