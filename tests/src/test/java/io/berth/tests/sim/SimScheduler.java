package io.berth.tests.sim;

import io.berth.peer.VirtualAuthority;
import io.berth.proto.agent.DesiredDifference;
import io.berth.proto.agent.SchedulerHello;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.scheduler.api.ClusterOperations;
import io.berth.scheduler.api.DefinitionOperations;
import io.berth.scheduler.api.Documents;
import io.berth.scheduler.api.HostOperations;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.ServiceOperations;
import io.berth.scheduler.api.TaskOperations;
import io.berth.scheduler.aws.JsonCodec;
import io.berth.scheduler.aws.JsonDocuments;
import io.berth.scheduler.aws.UnknownMembers;
import io.berth.scheduler.control.ClusterCommands;
import io.berth.scheduler.control.DefinitionCommands;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.Retention;
import io.berth.scheduler.control.ServiceCommands;
import io.berth.scheduler.control.ServiceLoop;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.session.VirtualPort;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
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
  private final Map<Long, Line> lines = new TreeMap<>();
  private final Map<String, Long> newestHeard = new HashMap<>();
  private final Consumer<Snapshot> onStart;
  private @Nullable Running running;
  private boolean journalsLost;
  private long servicesLookedAt;

  /** What dies with the process. */
  private record Running(
      Life life,
      InlineStore store,
      VirtualPort port,
      Watch watch,
      Bell bell,
      Map<String, Operation<?, ?>> operations,
      Loops loops) {}

  /** The loops of the process, and what wakes the one over services. */
  private record Loops(Retention retention, ServiceLoop services, Bell servicesBell) {}

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
    this.onStart = onStart;
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

  StateDisk disk() {
    return disk;
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
    var hosts = new HostCommands(store, world.time()::instant);
    var tasks = new TaskCommands(store, world.time()::instant, world.random());
    long epoch = world.random().nextInt(1_000_000);
    var port =
        new VirtualPort(
            new VirtualPort.Rooms(store, hosts, tasks),
            new VirtualPort.Ambient(
                world.time()::instant,
                () -> epoch + world.time().now().toNanos(),
                (nonce, now) ->
                    SchedulerHello.newBuilder()
                        .setClock(authority.clock(now, nonce))
                        .setTrustBundle(authority.bundle()),
                this::alarmed));
    var bell = new Bell(world.time(), life, this::work);
    var loops =
        new Loops(
            new Retention(store),
            new ServiceLoop(store, world.random()),
            new Bell(world.time(), life, this::serviceTurn));
    Running next = new Running(life, store, port, watch, bell, operations(store, tasks), loops);
    running = next;
    servicesLookedAt = -1;
    onStart.accept(store.snapshot());
    leaseTurn(next);
    houseKeeping(next);
  }

  private Map<String, Operation<?, ?>> operations(InlineStore store, TaskCommands tasks) {
    Documents documents = new JsonDocuments(new JsonCodec(new UnknownMembers()));
    List<Operation<?, ?>> all = new ArrayList<>();
    all.addAll(
        new ClusterOperations(store, new ClusterCommands(store, world.time()::instant)).all());
    all.addAll(
        new DefinitionOperations(
                store, new DefinitionCommands(store, world.time()::instant), documents)
            .all());
    all.addAll(new TaskOperations(store, tasks, documents).all());
    all.addAll(
        new ServiceOperations(
                store, new ServiceCommands(store, world.time()::instant, world.random()), documents)
            .all());
    all.addAll(new HostOperations(store, new HostCommands(store, world.time()::instant)).all());
    Map<String, Operation<?, ?>> byName = new TreeMap<>();
    all.forEach(one -> byName.put(one.name(), one));
    return byName;
  }

  private void leaseTurn(Running now) {
    if (!world.has(Defect.SILENCE_UNNOTICED)) {
      now.port().turn();
    }
    work();
    now.life().after(VirtualPort.TURN, () -> leaseTurn(now));
  }

  private void serviceTurn() {
    Running now = live();
    look(now);
    servicesLookedAt = now.store().snapshot().version().number();
    Optional<Instant> next = now.loops().services().turn(world.time().instant());
    // Before anything else changes: what was decided is judged by what was so then.
    look(now);
    next.map(at -> Duration.between(world.time().instant(), at))
        .ifPresent(
            wait -> now.loops().servicesBell().ringAfter(wait.isPositive() ? wait : SERVICES_SOON));
    work();
  }

  private void houseKeeping(Running now) {
    now.loops().retention().turn(world.time().instant());
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
    running = null;
    List.copyOf(lines.values()).forEach(Line::schedulerDied);
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

  /** From now on agents know some of their tasks by labels alone. */
  void journalsAreLost() {
    journalsLost = true;
  }

  private void alarmed(Alarm alarm) {
    // A late hello of an earlier life looks like one of a copied disk. And by labels alone, an
    // agent cannot tell an ended task from one that lost a container.
    boolean expected =
        alarm.kind() == Alarm.Kind.SECOND_STREAM
            || (alarm.kind() == Alarm.Kind.REPORT_IMPOSSIBLE && journalsLost);
    world.story().tell("ALARM " + alarm.kind());
    world.findings().require(expected, "the scheduler is alarmed: " + alarm);
  }

  // ------------------------------------------------------------------ work

  /** Does what waits in the process; called by its life alone. */
  void work() {
    Running now = live();
    OptionalLong wake = now.port().work();
    look(now);
    List.copyOf(lines.values()).forEach(Line::roomAtScheduler);
    if (now.store().snapshot().version().number() != servicesLookedAt) {
      now.loops().servicesBell().ringAfter(SERVICES_SOON);
    }
    if (wake.isPresent()) {
      long offset = wake.getAsLong() - nanos(now);
      now.bell().ringAfter(Duration.ofNanos(Math.max(offset, 1_000)));
    }
  }

  private void look(Running now) {
    storeWitness.look(now.watch(), now.store().snapshot());
  }

  private long nanos(Running now) {
    return now.port().nanos();
  }

  Operation<?, ?> operation(String name) {
    return Optional.<Operation<?, ?>>ofNullable(live().operations().get(name)).orElseThrow();
  }

  // ------------------------------------------------------------------ lines

  VirtualPort.Visit open(Line line) {
    lines.put(line.number(), line);
    return live().port().open(line.host().id(), line.back());
  }

  void forget(Line line) {
    lines.remove(line.number());
  }

  /** The streams that are open now, in the order of their beginnings. */
  List<Line> lines() {
    return List.copyOf(lines.values());
  }

  void arrived(Line line) {
    long newest = newestHeard.merge(line.host().name(), line.number(), Math::max);
    if (newest > line.number()) {
      world.counts().hit(Fault.REORDER);
    }
  }

  /** What really leaves. */
  SchedulerMessage onItsWay(SchedulerMessage message) {
    if (!message.hasDifference() || message.getDifference().getChange().getIntentsCount() == 0) {
      return message;
    }
    if (!world.strikes(Defect.STOP_NOT_SENT, 3)) {
      return message;
    }
    DesiredDifference.Builder difference = message.getDifference().toBuilder();
    difference.getChangeBuilder().clearIntents();
    return message.toBuilder().setDifference(difference).build();
  }
}
