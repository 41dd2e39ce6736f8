package io.berth.tests.sim;

import io.berth.base.Moment;
import io.berth.peer.ClockOffset;
import io.berth.peer.Conversation;
import io.berth.peer.VirtualAuthority;
import io.berth.peer.VirtualLink;
import io.berth.proto.common.StateVersion;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.HealthState;
import io.berth.proto.proxy.ProxyHello;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.proto.proxy.RoutingAck;
import io.berth.proxy.feed.DrainSource;
import io.berth.proxy.feed.Greeting;
import io.berth.proxy.feed.TableFile;
import io.berth.proxy.feed.TableForm;
import io.berth.proxy.feed.TablePlace;
import io.berth.proxy.main.VirtualProxy;
import io.berth.proxy.route.RoutingTable;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.peer.Outbound;
import io.berth.scheduler.peer.VirtualStreams;
import io.berth.scheduler.store.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One proxy: a disk with its last table that stays, and one life of its process after another. */
final class SimProxy implements Line.Caller<ProxyMessage, FeedMessage> {
  /** So long it must have been in touch before its word is missed. */
  private static final Duration SETTLED_IN = Duration.ofSeconds(20);

  private final Surroundings world;
  private final String name;
  private final PeerId id;
  private final Duration skew;
  private final SimScheduler scheduler;
  private final VirtualAuthority authority;
  private final HealthRounds checks;
  private byte @Nullable [] disk;
  private RoutingTable onDisk = RoutingTable.empty();
  private boolean diskFails;
  private Duration bootedAt = Duration.ofDays(-3);
  private int boots = 1;
  private long starts;
  private long lines;
  private Duration lastHeld = Duration.ZERO;
  private Duration settledSince = Duration.ZERO;
  private Optional<Version> acknowledged = Optional.empty();
  private @Nullable Running running;
  private @Nullable Line<ProxyMessage, FeedMessage> line;

  /** What dies with the process. */
  private record Running(
      Life life,
      VirtualProxy process,
      VirtualLink<ProxyMessage, FeedMessage> link,
      Bell linkBell,
      Bell checkBell,
      Set<Exchange> exchanges,
      Set<String> toldHealthy) {}

  /** Who a proxy is: its name here, its identity, and how wrong its clock is. */
  record Identity(String name, PeerId id, Duration skew) {}

  SimProxy(
      Surroundings world,
      Identity identity,
      SimScheduler scheduler,
      VirtualAuthority authority,
      HealthRounds checks) {
    this.world = world;
    this.name = identity.name();
    this.id = identity.id();
    this.skew = identity.skew();
    this.scheduler = scheduler;
    this.authority = authority;
    this.checks = checks;
  }

  @Override
  public String name() {
    return name;
  }

  PeerId id() {
    return id;
  }

  private Instant wall() {
    return world.time().instant().plus(skew);
  }

  private Moment now() {
    return new Moment(wall(), world.time().now().minus(bootedAt));
  }

  // ------------------------------------------------------------------ lives

  boolean isAlive() {
    return running != null;
  }

  void start() {
    if (running != null) {
      return;
    }
    world.story().tell(name + " starts");
    Life life = new Life(world, name, () -> died(false));
    life.run(() -> open(life));
  }

  private void open(Life life) {
    var greeting =
        new Greeting(
            "00000000-0000-4000-8000-%012x".formatted(boots),
            "%032x".formatted(id.low()),
            ++starts,
            List.of("0.0.0.0"),
            VirtualProxy.ABILITIES,
            name,
            "0.1.0");
    var knowledge =
        new Conversation.Knowledge(authority.trust(Path.of("nowhere")), new ClockOffset());
    var process =
        new VirtualProxy(
            new VirtualProxy.Ambient(
                this::now,
                world.random(),
                table -> write(life, table),
                (check, result) -> checks.make(name, life, check, result),
                new Between(life)),
            greeting,
            knowledge.offset(),
            SimPorts.MAX_STALE);
    var link =
        new VirtualLink<>(
            knowledge, process.dialect(), course -> dial(life, course), world.random());
    var linkBell = new Bell(world.time(), life, this::linkTurn);
    var checkBell = new Bell(world.time(), life, this::checkTurn);
    running =
        new Running(
            life, process, link, linkBell, checkBell, new LinkedHashSet<>(), new HashSet<>());
    byte[] stored = disk;
    if (stored != null) {
      process.resume(stored);
      world.counts().moved("table kept over a restart");
    }
    linkBell.ringAfter(world.millis(1, 50));
    checkBell.ringAfter(world.millis(1, 50));
  }

  /** Its process is killed; the kernel closes what it had open. */
  void kill() {
    if (running != null) {
      running.life().end();
      died(false);
    }
  }

  /** Power is gone; nobody can say goodbye. */
  void cutPower() {
    if (running != null) {
      running.life().end();
      died(true);
    }
    boots++;
    bootedAt = world.time().now();
  }

  private void died(boolean withKernel) {
    world.story().tell(name + " is gone");
    Running dead = running;
    running = null;
    Line<ProxyMessage, FeedMessage> open = line;
    line = null;
    if (open != null) {
      if (withKernel) {
        open.peerVanished();
      } else {
        open.peerDied();
      }
    }
    if (dead != null) {
      List.copyOf(dead.exchanges()).forEach(Exchange::proxyDied);
    }
  }

  /** The process dies at the nth next thing that outlives it. */
  void dieAfter(int effects) {
    if (running != null) {
      running.life().dieAfter(effects);
    }
  }

  // ------------------------------------------------------------------ its disk

  /** From now on it takes nothing, or takes everything again. */
  void failDisk(boolean fails) {
    diskFails = fails;
    settledSince = world.time().now();
  }

  private void write(Life life, byte[] table) throws IOException {
    life.effect("a table before it is written");
    if (diskFails) {
      world.counts().moved("table not taken by the disk");
      throw new IOException("the disk refused");
    }
    if (!world.strikes(Defect.TABLE_NOT_KEPT, 4)) {
      disk = table;
      if (TableForm.read(table, VirtualProxy.ABILITIES)
          instanceof TableFile.Found.Table(var found)) {
        onDisk = found.table();
      }
    }
    life.effect("a table after it was written");
  }

  // ------------------------------------------------------------------ what witnesses ask

  /** Whether it may trust its place, so that draining waits for its word. */
  boolean holdsLease() {
    Running now = running;
    return now != null && now.process().contact().holdsLease(now());
  }

  /** Whether it was without a lease for so long that nobody waits for it any more. */
  boolean isStale() {
    return world.time().now().compareTo(lastHeld.plus(SimPorts.MAX_STALE)) >= 0;
  }

  /** Whether a request of it may go to that target now, or after a restart. */
  boolean mayServe(String target) {
    Running now = running;
    return has(now == null ? onDisk : now.process().table(), target);
  }

  private static boolean has(RoutingTable table, String target) {
    return table.groups().stream()
        .flatMap(group -> group.targets().stream())
        .anyMatch(one -> one.id().text().equals(target));
  }

  /** How many of its requests are at that target, or on their way. */
  long inFlight(String target) {
    Running now = running;
    return now == null ? 0 : now.exchanges().stream().filter(one -> one.isAt(target)).count();
  }

  /**
   * Whether its word on that target counts for sure. One whose disk takes no table acknowledges
   * none, and nobody waits for its word for long.
   */
  boolean judges(String target) {
    return holdsLease()
        && !diskFails
        && world.time().now().minus(settledSince).compareTo(SETTLED_IN) > 0
        && mayServe(target);
  }

  boolean hasSeenHealthy(String target) {
    Running now = running;
    return now != null && now.toldHealthy().contains(target);
  }

  /** The newest version that it has ever said to serve. */
  Optional<Version> acknowledged() {
    return acknowledged;
  }

  /** The process that serves now. */
  Optional<VirtualProxy> process() {
    return Optional.ofNullable(running).map(Running::process);
  }

  Optional<Life> life() {
    return Optional.ofNullable(running).map(Running::life);
  }

  void begins(Exchange exchange) {
    if (running != null) {
      running.exchanges().add(exchange);
    }
  }

  void ends(Exchange exchange) {
    if (running != null) {
      running.exchanges().remove(exchange);
    }
  }

  // ------------------------------------------------------------------ turns

  private void checkTurn() {
    Running now = running;
    if (now != null) {
      now.process()
          .check()
          .ifPresent(due -> {
            Duration wait = due.minus(now().sinceBoot());
            now.checkBell().ringAfter(wait.isPositive() ? wait : Duration.ofMillis(1));
          });
    }
  }

  private void linkTurn() {
    Running now = running;
    if (now != null) {
      Duration next = now.link().turn(now());
      noteLease();
      now.linkBell().ringAfter(next.minus(now().sinceBoot()));
    }
  }

  private void noteLease() {
    Duration time = world.time().now();
    if (holdsLease()) {
      lastHeld = time;
    } else {
      settledSince = time;
    }
  }

  // ------------------------------------------------------------------ link

  private VirtualLink.Way<ProxyMessage> dial(Life life, long course) {
    var numbers = new Line.Numbers(1_000 * ++lines + id.low() % 1_000, course);
    var dialed = new Line<>(this, scheduler, life, numbers);
    line = dialed;
    return dialed;
  }

  @Override
  public void ring() {
    if (running != null) {
      running.linkBell().ringAfter(Duration.ZERO);
    }
  }

  @Override
  public void heard(long course, FeedMessage message) {
    Running now = running;
    if (now != null) {
      now.link().heard(course, message, now());
      noteLease();
      ring();
    }
  }

  @Override
  public void lineEnded(long course) {
    Running now = running;
    if (now != null) {
      now.link().ended(course, "the stream broke", now());
      ring();
    }
  }

  @Override
  public ProxyMessage says(ProxyMessage message) {
    switch (message.getKindCase()) {
      case HELLO -> hello(message.getHello());
      case ROUTING_ACK -> acknowledges(message.getRoutingAck());
      case HEALTH -> {
        Set<String> healthy = running == null ? new HashSet<>() : running.toldHealthy();
        message.getHealth().getTargetsList().stream()
            .filter(one -> one.getState() == HealthState.HEALTH_STATE_HEALTHY)
            .forEach(one -> healthy.add(one.getTargetId()));
      }
      case HEARTBEAT, HEALTH_DIGEST, DRAIN, KIND_NOT_SET -> {}
    }
    scheduler.witness().fromProxy(message);
    return scheduler.wireDefects().fromProxy(message);
  }

  private void hello(ProxyHello hello) {
    world
        .findings()
        .require(
            acknowledged.isEmpty()
                || (hello.hasServedVersion()
                    && version(hello.getServedVersion()).compareTo(acknowledged.get()) >= 0),
            name + " has acknowledged " + acknowledged + " and comes with an older table");
  }

  private void acknowledges(RoutingAck ack) {
    if (!ack.hasRefusal()) {
      acknowledged = Optional.of(version(ack.getVersion()));
    }
  }

  private static Version version(StateVersion wire) {
    return new Version(wire.getEpoch(), wire.getNumber());
  }

  @Override
  public FeedMessage isTold(FeedMessage message) {
    FeedMessage sent = scheduler.wireDefects().toProxy(message);
    scheduler.witness().toProxy(sent);
    return sent;
  }

  @Override
  public VirtualStreams<ProxyMessage, FeedMessage, ?>.Visit visit(Outbound<FeedMessage> way) {
    return scheduler.proxies().open(id, way);
  }

  // ------------------------------------------------------------------ what stands in between

  /** Between the feed and the rest of the process: requests are cut here, and bugs are planted. */
  private final class Between implements VirtualProxy.Seams {
    private final Life life;

    Between(Life life) {
      this.life = life;
    }

    @Override
    public TablePlace place(TablePlace real) {
      TablePlace cutting = new CuttingPlace(real, this::cut);
      return world.has(Defect.ACKNOWLEDGED_BEFORE_SWAP)
          ? new LatePlace(cutting, work -> life.after(Duration.ofSeconds(3), work))
          : cutting;
    }

    /** Requests to targets that are in the table no more. */
    private void cut() {
      Running now = running;
      if (now != null) {
        List.copyOf(now.exchanges()).forEach(Exchange::tableChanged);
      }
    }

    @Override
    public DrainSource drains(DrainSource real) {
      return world.has(Defect.IN_FLIGHT_FORGOTTEN) ? new ForgetfulDrains(real) : real;
    }

    @Override
    public void news() {
      Running now = running;
      if (now != null) {
        now.linkBell().ringAfter(Duration.ZERO);
        now.checkBell().ringAfter(Duration.ZERO);
      }
    }
  }
}
