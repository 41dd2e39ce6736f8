package io.berth.tests.sim;

import io.berth.peer.VirtualAuthority;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.control.BoardDoor;
import io.berth.scheduler.control.CauseInvariants;
import io.berth.scheduler.control.Retention;
import io.berth.scheduler.control.ServiceLoop;
import io.berth.scheduler.control.TargetDrains;
import io.berth.scheduler.feed.VirtualFeedPort;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.session.VirtualPort;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The scheduler's machine: a disk that stays, and one life of the process after the other. */
final class SimScheduler {
  static final String NAME = "scheduler";
  static final ClusterName CLUSTER = new ClusterName("default");
  private static final Duration SERVICES_SOON = Duration.ofMillis(3);
  private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);

  private final Surroundings world;
  private final Network network;
  private final VirtualAuthority authority;
  private final StateDisk disk;
  private final WireWitness witness;
  private final StoreWitness storeWitness;
  private final WireDefects wireDefects;
  private final Map<Long, Line<?, ?>> lines = new TreeMap<>();
  private final Map<String, Long> newestHeard = new HashMap<>();
  private final Consumer<Snapshot> onStart;
  private @Nullable Running running;
  private long servicesLookedAt;

  /** What dies with the process. */
  private record Running(
      Life life,
      InlineStore store,
      SimPorts ports,
      Watch watch,
      BoardDefects boardDefects,
      Bell bell,
      Map<String, Operation<?, ?>> operations,
      Loops loops) {}

  /** The loops of the process, and what wakes the one over services. */
  private record Loops(
      Retention retention, ServiceLoop services, TargetDrains drains, Bell servicesBell) {}

  /** Whoever wants to know is shown what each new process finds. */
  SimScheduler(
      Surroundings world,
      Network network,
      VirtualAuthority authority,
      Witnesses witnesses,
      Consumer<Snapshot> onStart) {
    this.world = world;
    this.network = network;
    this.authority = authority;
    this.disk = new StateDisk(world);
    this.witness = witnesses.wire();
    this.storeWitness = witnesses.store();
    this.wireDefects = new WireDefects(world);
    this.onStart = onStart;
    storeWitness.tellDecisions(this::hasCause);
  }

  /** Whatever was decided about a task, the history says why. */
  private void hasCause(Task task) {
    CauseInvariants.finding(task, Optional.of(task), disk.history())
        .ifPresent(finding -> world.findings().require(false, finding));
  }

  /** Who looks from outside. */
  record Witnesses(WireWitness wire, StoreWitness store) {}

  Surroundings world() {
    return world;
  }

  Network network() {
    return network;
  }

  WireWitness witness() {
    return witness;
  }

  /** Where bugs of the wire are planted. */
  WireDefects wireDefects() {
    return wireDefects;
  }

  StateDisk disk() {
    return disk;
  }

  /** What the clock on its wall shows. */
  Instant wall() {
    return world.time().schedulersInstant();
  }

  /** Nothing of it goes on for so long. */
  void pause(Duration time) {
    serving().ifPresent(life -> life.busyFor(time));
  }

  // ------------------------------------------------------------------ lives

  void start() {
    if (running != null) {
      return;
    }
    world.story().tell("scheduler starts");
    Life life = new Life(world, NAME, this::died);
    life.run(() -> open(life));
  }

  private void open(Life life) {
    InlineStore store = new InlineStore(disk.open(life));
    try {
      store.start();
    } catch (StorageException e) {
      throw new IllegalStateException(e);
    }
    Watch watch = store.watch(StoreWitness.TABLES, StoreWitness.MOST_PENDING);
    StateStore decisive =
        world.has(Defect.FIXED_PORT_TAKEN_TWICE) ? new PortBlindStore(store) : store;
    var ports =
        new SimPorts(world, store, new SimPorts.Around(this::wall, authority, this::alarmed));
    var bell = new Bell(world.time(), life, this::work);
    var loops =
        new Loops(
            new Retention(store),
            new ServiceLoop(decisive, world.random()),
            new TargetDrains(store),
            new Bell(world.time(), life, this::serviceTurn));
    var operations = SimOperations.of(decisive, this::wall, world.random());
    var boardDefects = new BoardDefects(world, store);
    Running next = new Running(life, store, ports, watch, boardDefects, bell, operations, loops);
    running = next;
    servicesLookedAt = -1;
    onStart.accept(store.snapshot());
    leaseTurn(next);
    houseKeeping(next);
  }

  private void leaseTurn(Running now) {
    if (!world.has(Defect.SILENCE_UNNOTICED)) {
      now.ports().turn();
    }
    work();
    now.life().after(VirtualPort.TURN, () -> leaseTurn(now));
  }

  private void serviceTurn() {
    Running now = live();
    look(now);
    servicesLookedAt = now.store().snapshot().version().number();
    endDrains(now);
    Optional<Instant> next =
        Stream.of(now.loops().services().turn(wall()), TargetDrains.next(now.store().snapshot()))
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    // Before anything else changes: what was decided is judged by what was so then.
    look(now);
    next.map(at -> Duration.between(wall(), at))
        .ifPresent(
            wait -> now.loops().servicesBell().ringAfter(wait.isPositive() ? wait : SERVICES_SOON));
    work();
  }

  private void endDrains(Running now) {
    Instant time = wall();
    Instant over = world.has(Defect.DELAY_CUT_SHORT) ? time.plusSeconds(600) : time;
    if (TargetDrains.next(now.store().snapshot()).filter(at -> !at.isAfter(over)).isPresent()) {
      now.loops().drains().turn(over);
      look(now);
    }
  }

  private void houseKeeping(Running now) {
    now.loops().retention().turn(wall());
    BoardDoor.check(now.store());
    work();
    now.life().after(HOUSEKEEPING, () -> houseKeeping(now));
  }

  /** It is killed, or has ended by itself. */
  void kill() {
    if (running != null) {
      running.life().end();
      died();
    }
  }

  private void died() {
    world.story().tell("scheduler is gone");
    // What it has still made durable and told, nobody has looked at yet.
    Optional.ofNullable(running).ifPresent(this::look);
    running = null;
    List.copyOf(lines.values()).forEach(line -> line.schedulerDied());
    lines.clear();
  }

  /** The life that serves now. */
  Optional<Life> serving() {
    return Optional.ofNullable(running).map(Running::life);
  }

  Snapshot snapshot() {
    return live().store().snapshot();
  }

  InlineStore store() {
    return live().store();
  }

  private Running live() {
    Running now = running;
    if (now == null) {
      throw new ProcessDied("nobody is there");
    }
    return now;
  }

  private void alarmed(Alarm alarm) {
    // A late hello of an earlier life looks like one of a copied disk; nobody else may look so.
    boolean expected =
        alarm.kind() == Alarm.Kind.SECOND_STREAM
            && lines.values().stream().anyMatch(line -> line.isAbandoned());
    world.story().tell("ALARM " + alarm.kind());
    world.findings().require(expected, "the scheduler is alarmed: " + alarm);
  }

  // ------------------------------------------------------------------ work

  /** Does what waits in the process; called by its life alone. */
  void work() {
    Running now = live();
    OptionalLong wake = now.ports().work();
    look(now);
    List.copyOf(lines.values()).forEach(line -> line.roomAtScheduler());
    if (now.store().snapshot().version().number() != servicesLookedAt) {
      now.loops().servicesBell().ringAfter(SERVICES_SOON);
    }
    if (wake.isPresent()) {
      now.bell().ringAfter(Duration.ofNanos(Math.max(wake.getAsLong(), 1_000)));
    }
  }

  private void look(Running now) {
    storeWitness.look(now.watch(), now.store().snapshot(), now.boardDefects());
  }

  /** What was just decided is judged by what was so then. */
  void look() {
    look(live());
  }

  Operation<?, ?> operation(String name) {
    return Optional.<Operation<?, ?>>ofNullable(live().operations().get(name)).orElseThrow();
  }

  // ------------------------------------------------------------------ lines

  /** The port of agents. */
  VirtualPort agents() {
    return live().ports().agents();
  }

  /** The port of proxies. */
  VirtualFeedPort proxies() {
    return live().ports().proxies();
  }

  void add(Line<?, ?> line) {
    lines.put(line.number(), line);
  }

  void forget(Line<?, ?> line) {
    lines.remove(line.number());
  }

  /** The streams that are open now, in the order of their beginnings. */
  List<Line<?, ?>> lines() {
    return List.copyOf(lines.values());
  }

  void arrived(Line<?, ?> line) {
    long newest = newestHeard.merge(line.name(), line.number(), Math::max);
    if (newest > line.number()) {
      world.counts().hit(Fault.REORDER);
    }
  }
}
