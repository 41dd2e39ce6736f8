package io.berth.scheduler.feed;

import io.berth.proto.proxy.FeedHello;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.scheduler.control.ProxyReports.ProxyReport;
import io.berth.scheduler.model.Action;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.ChangeFan;
import io.berth.scheduler.peer.Leases;
import io.berth.scheduler.peer.Lobby;
import io.berth.scheduler.peer.Mailbox;
import io.berth.scheduler.peer.MemoryStream;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.peer.NoAuthorities;
import io.berth.scheduler.peer.PeerSession;
import io.berth.scheduler.peer.Presence;
import io.berth.scheduler.peer.Seats;
import io.berth.scheduler.peer.Signal;
import io.berth.scheduler.peer.Visitor;
import io.berth.scheduler.store.BalancerSamples;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A scheduler's feeds on virtual time: streams in memory, one thread, the real agreements. */
final class FeedWorld {
  static final PeerId PROXY = new PeerId(0, 71);
  static final PeerId OTHER_PROXY = new PeerId(0, 72);
  static final TargetGroupId GROUP = new TargetGroupId(1);
  static final ListenerId LISTENER = new ListenerId(1);
  static final FeedTimes TIMES = FeedTimes.standard();

  final InlineStore store = new InlineStore(new MemoryJournal());
  final List<Alarm> alarms = new ArrayList<>();

  /** Proxy and token of those that are good still. */
  final Set<String> freshTokens = new HashSet<>();

  private final List<Line> lines = new ArrayList<>();
  private Moment now = new Moment(Samples.NOON, 1);
  private int lastTarget;
  private Begun process;

  /** One stream with its session. */
  record Line(
      PeerId proxy,
      MemoryStream<ProxyMessage, FeedMessage> stream,
      PeerSession<ProxyMessage, FeedMessage, Void> session,
      Mailbox<ProxyMessage, Void> mailbox,
      Presence presence) {}

  /** What a scheduler remembers only as long as it runs. */
  record Begun(
      Leases leases,
      Fleet fleet,
      RoutingMarks routing,
      ChangeFan fan,
      Agreements agreements,
      FeedSurroundings around) {}

  /** Some proxies are enrolled; a balancer sends all requests to one group. */
  FeedWorld(PeerId... proxies) {
    try {
      store.start();
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
    TargetGroup group = BalancerSamples.targetGroup(1).usedBy(Optional.of(new BalancerId(1)));
    store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.BALANCERS, balancer());
          tx.insert(Tables.TARGET_GROUPS, group);
          tx.insert(Tables.LISTENERS, listener(1, 80));
          for (PeerId proxy : proxies) {
            tx.insert(Tables.PEERS, peer(proxy));
          }
          return true;
        });
    process = begun();
  }

  private Begun begun() {
    Seats<Void> seats = new Seats<>();
    Leases leases = new Leases(TIMES.session().silence(), Duration.ofMinutes(1), now.nanos());
    Fleet fleet = new Fleet(TIMES);
    RoutingMarks routing = new RoutingMarks(seats, fleet, leases, () -> now.nanos());
    ChangeFan fan = new ChangeFan(store, RoutingRows.TABLES, seats, routing);
    FeedGreeter greeter =
        (nonce, state, time) -> FeedHello.newBuilder().setEpoch(state.version().epoch()).build();
    FeedSurroundings around =
        new FeedSurroundings(
            new Lobby<>(
                store,
                (proxy, token, _) -> freshTokens.remove(proxy + " " + token),
                seats,
                TIMES.session(),
                new NoAuthorities(),
                alarms::add),
            routing,
            fleet,
            greeter,
            () -> {});
    return new Begun(leases, fleet, routing, fan, new Agreements(store, routing, fleet), around);
  }

  Moment now() {
    return now;
  }

  Fleet fleet() {
    return process.fleet();
  }

  RoutingTable newest() {
    return process.routing().newest();
  }

  /** What operators see of all proxies. */
  List<ProxyReport> shown() {
    return fleet().reports(newest());
  }

  // ------------------------------------------------------------------ streams

  Line connect(PeerId proxy) {
    MemoryStream<ProxyMessage, FeedMessage> stream = new MemoryStream<>();
    Mailbox<ProxyMessage, Void> mailbox = new Mailbox<>();
    Presence presence = new Presence(process.leases());
    Visitor<Void> visitor =
        new Visitor<>(peer(proxy), InetAddress.ofLiteral("192.0.2.7"), mailbox, presence);
    FeedSurroundings around = process.around();
    var session = new PeerSession<>(visitor, new ProxyDoor(around), stream, now);
    Line line = new Line(proxy, stream, session, mailbox, presence);
    lines.add(line);
    return line;
  }

  /** The next message of the proxy arrives, and everything that follows from it is done. */
  void deliver(Line line, ProxyMessage message) {
    if (message.hasHeartbeat()) {
      line.presence().heartbeat(now.nanos());
    }
    if (!line.session().isOver()) {
      line.mailbox().put(message);
    }
    settle();
  }

  /** The stream breaks; what was on its way is lost. */
  void cut(Line line) {
    line.stream().toPeer.clear();
    line.stream().toScheduler.clear();
    line.mailbox().tell(new Signal.StreamClosed());
    settle();
    line.stream().ended = true;
    lines.remove(line);
  }

  /** The process begins anew: nothing is remembered but what is stored. */
  void restart() {
    for (Line line : lines) {
      line.stream().toPeer.clear();
      line.stream().ended = true;
    }
    lines.clear();
    process.fan().close();
    process = begun();
  }

  void pass(Duration time) {
    now = new Moment(now.time().plus(time), now.nanos() + time.toNanos());
    process.fleet().turn(process.leases().turn(now.nanos()), now);
    settle();
  }

  /** Everything that waits inside the scheduler is done. */
  void settle() {
    for (int round = 0; round < 3; round++) {
      process.fan().poll();
      List.copyOf(lines).forEach(this::step);
      process.agreements().turn(now);
    }
  }

  private void step(Line line) {
    for (var next = line.mailbox().poll(); ; next = line.mailbox().poll()) {
      line.session().take(next, now);
      if (next.message().isEmpty()) {
        return;
      }
    }
  }

  // ------------------------------------------------------------------ the state

  TargetId newTarget() {
    return newTarget(GROUP);
  }

  TargetId newTarget(TargetGroupId group) {
    Target target = BalancerSamples.target(++lastTarget, group, new TaskId(0, lastTarget));
    store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.TARGETS, target);
          return true;
        });
    return target.id();
  }

  /** Another group that a rule could send requests to. */
  TargetGroupId newGroup(int number) {
    TargetGroup group = BalancerSamples.targetGroup(number).usedBy(Optional.of(new BalancerId(1)));
    store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.TARGET_GROUPS, group);
          return true;
        });
    return group.id();
  }

  void newListener(int number, int port) {
    store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.LISTENERS, listener(number, port));
          return true;
        });
  }

  void drain(TargetId id, Duration delay) {
    put(id, new Target.State.Draining(now.time(), now.time().plus(delay)));
  }

  void put(TargetId id, Target.State state) {
    store.update(
        Lane.API,
        tx -> {
          tx.update(Tables.TARGETS, tx.find(Tables.TARGETS, id).orElseThrow().in(state));
          return true;
        });
  }

  Optional<Target> target(TargetId id) {
    return store.snapshot().find(Tables.TARGETS, id);
  }

  TargetHealth.Verdict verdict(TargetId id) {
    return target(id).orElseThrow().health().verdict();
  }

  void enrol(PeerId proxy) {
    store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.PEERS, peer(proxy));
          return true;
        });
    settle();
  }

  void revoke(PeerId proxy) {
    store.update(
        Lane.API,
        tx -> {
          tx.update(Tables.PEERS, tx.find(Tables.PEERS, proxy).orElseThrow().revoked(now.time()));
          return true;
        });
    settle();
  }

  private static Balancer balancer() {
    return new Balancer(
        new BalancerId(1),
        "web",
        Balancer.Kind.APPLICATION,
        1,
        "web.elb.localhost",
        new Balancer.Site(Balancer.Scheme.INTERNET_FACING, "ipv4", List.of(), List.of()),
        Map.of(),
        Samples.NOON,
        Map.of());
  }

  private static Listener listener(int number, int port) {
    return new Listener(
        new ListenerId(number),
        new BalancerId(1),
        port,
        Listener.Protocol.HTTP,
        new RuleId(number),
        new Action.Forward(List.of(new Action.Share(GROUP, 1))),
        Samples.NOON,
        Map.of());
  }

  private static Peer peer(PeerId proxy) {
    return new Peer(
        proxy,
        PeerKind.PROXY,
        Optional.empty(),
        "edge",
        new Peer.Certificate(Fingerprint.of(new byte[] {1}), "1", Samples.NOON, Samples.NOON),
        new Peer.State.Active(),
        Samples.NOON);
  }
}
