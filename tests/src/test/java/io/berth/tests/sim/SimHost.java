package io.berth.tests.sim;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.FakeEngine;
import io.berth.agent.engine.FakeHost;
import io.berth.agent.journal.AgentJournal;
import io.berth.agent.journal.MemoryDisk;
import io.berth.agent.link.AgentDialect;
import io.berth.agent.link.Departure;
import io.berth.agent.link.Greeting;
import io.berth.agent.link.Lease;
import io.berth.agent.link.PlanRoom;
import io.berth.agent.link.SessionParts;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.EngineStatus;
import io.berth.agent.model.HostFacts;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.task.Boot;
import io.berth.agent.task.DynamicPorts;
import io.berth.agent.task.EngineWatch;
import io.berth.agent.task.MergedReports;
import io.berth.agent.task.Reporter;
import io.berth.agent.task.TaskRunners;
import io.berth.agent.task.TaskSettings;
import io.berth.agent.task.Workplace;
import io.berth.base.Moment;
import io.berth.peer.ClockOffset;
import io.berth.peer.Conversation;
import io.berth.peer.VirtualAuthority;
import io.berth.peer.VirtualLink;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Outbound;
import io.berth.scheduler.peer.VirtualStreams;
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

/** One host: an engine and a disk that stay, and one life of its agent after the other. */
final class SimHost implements Line.Caller<AgentMessage, SchedulerMessage> {
  /** What an agent has to stop when it can again may take so long. */
  private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(45);

  private static final Duration CLEAN_UP_AFTER = Duration.ofHours(3);
  private static final Duration UP_SINCE = Duration.ofDays(3);
  private static final long HEAP = 1L << 30;

  private final Surroundings world;
  private final String name;
  private final HostId id;
  private final HostFacts facts;
  private Duration skew;
  private final FakeHost engine;
  private final EngineWitness witness;
  private final MemoryDisk disk = new MemoryDisk();
  private final SimScheduler scheduler;
  private final VirtualAuthority authority;
  private final Set<Exchange> exchanges = new LinkedHashSet<>();
  private final Set<ContainerId> sick = new HashSet<>();
  private Boot boot;
  private Duration bootedAt = UP_SINCE.negated();
  private int boots = 1;
  private Duration hinderedUntil = Duration.ZERO;
  private boolean isPowered = true;
  private int slowMillis;
  private long lines;
  private @Nullable Running running;
  private @Nullable Line<AgentMessage, SchedulerMessage> line;

  /** What dies with the process. */
  private record Running(
      Life life,
      TaskRunners runners,
      EngineWatch watch,
      VirtualLink<AgentMessage, SchedulerMessage> link,
      Bell watchBell,
      Bell linkBell) {}

  /** Who a host is: its name here, its identity, what it has, and how wrong its clock is. */
  record Identity(String name, HostId id, HostFacts facts, Duration skew) {}

  SimHost(Surroundings world, Identity identity, Rooms rooms) {
    this.world = world;
    this.name = identity.name();
    this.id = identity.id();
    this.facts = identity.facts();
    this.skew = identity.skew();
    this.scheduler = rooms.scheduler();
    this.authority = rooms.authority();
    this.engine = new FakeHost(this::wall, new Programs(), _ -> {});
    this.witness = rooms.witnesses().of(name, engine, id);
    this.boot = new Boot(bootId(), wall().minus(UP_SINCE));
    Programs.offerImages(engine);
  }

  /** What a host is connected with. */
  record Rooms(SimScheduler scheduler, VirtualAuthority authority, EngineWitnesses witnesses) {}

  /** Makes the witness of an engine. */
  interface EngineWitnesses {
    EngineWitness of(String name, FakeHost engine, HostId id);
  }

  @Override
  public String name() {
    return name;
  }

  HostId id() {
    return id;
  }

  FakeHost engine() {
    return engine;
  }

  EngineWitness witness() {
    return witness;
  }

  /** How wrong its clock is. */
  Duration skew() {
    return skew;
  }

  private String bootId() {
    return "00000000-0000-4000-8000-%012x".formatted(boots);
  }

  private Instant wall() {
    return world.time().instant().plus(skew);
  }

  private Moment now() {
    return world.has(Defect.LEASE_BY_WALL_CLOCK)
        ? new Moment(wall(), atLeastZero(Duration.between(boot.at(), wall())))
        : new Moment(wall(), world.time().now().minus(bootedAt));
  }

  private static Duration atLeastZero(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }

  // ------------------------------------------------------------------ lives

  boolean isAlive() {
    return running != null;
  }

  void start() {
    if (running != null || !isPowered) {
      return;
    }
    world.story().tell(name + " agent starts");
    hinder(Duration.ZERO);
    Life life = new Life(world, name, () -> died(false));
    life.run(() -> open(life));
  }

  private void open(Life life) {
    AgentJournal journal;
    try {
      journal =
          AgentJournal.open(
              new HostDisk(disk, life, world, () -> slowMillis),
              id.text(),
              AgentJournal.Limits.USUAL,
              world.random());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    var linkBell = new Bell(world.time(), life, this::linkTurn);
    var reports = new MergedReports(() -> linkBell.ringAfter(Duration.ZERO));
    var place =
        new Workplace(
            new WatchedEngine(new FakeEngine(id.text(), engine), life, world, new Watching()),
            new AgentNotes(journal, life, world),
            new Forgetting(reports, world),
            new DynamicPorts(facts.dynamicPorts(), Set.of(), _ -> false),
            new TaskSettings(
                id.text(),
                Set.of(),
                () -> facts.addresses().all(),
                facts.dynamicPorts(),
                CLEAN_UP_AFTER));
    var turns = new TaskTurns(life, world, this::wall);
    var runners = new TaskRunners(place, turns, journal.promises(), wall());
    var lease = new Lease(runners, boot.id());
    lease.turn(now());
    var watch = new EngineWatch(runners, place, boot, Duration.ZERO);
    turns.start(runners);
    var greeting =
        new Greeting(boot.id(), journal.journalId(), journal.startCounter(), () -> facts, Set.of());
    var knowledge =
        new Conversation.Knowledge(authority.trust(Path.of("nowhere")), new ClockOffset());
    var parts =
        new SessionParts(
            runners,
            reports,
            lease,
            knowledge.offset(),
            PlanRoom.ofHeap(HEAP),
            greeting,
            new Departure());
    var link =
        new VirtualLink<>(
            knowledge, new AgentDialect(parts), course -> dial(life, course), world.random());
    var watchBell = new Bell(world.time(), life, this::watchTurn);
    running = new Running(life, runners, watch, link, watchBell, linkBell);
    watchBell.ringAfter(world.millis(1, 20));
    linkBell.ringAfter(world.millis(1, 50));
    if (world.has(Defect.NEVER_QUIET)) {
      tellAgain(life, reports);
    }
  }

  private void tellAgain(Life life, MergedReports reports) {
    Running now = running;
    if (now != null) {
      now.runners().statuses().stream().findFirst().ifPresent(reports::report);
    }
    life.after(Duration.ofSeconds(1), () -> tellAgain(life, reports));
  }

  /** Its process is killed; the kernel closes what it had open. */
  void kill() {
    if (running != null) {
      running.life().end();
      died(false);
    }
  }

  private void died(boolean withKernel) {
    world.story().tell(name + " agent is gone");
    running = null;
    Line<AgentMessage, SchedulerMessage> open = line;
    line = null;
    if (open != null) {
      if (withKernel) {
        open.peerVanished();
      } else {
        open.peerDied();
      }
    }
  }

  void loseJournal() {
    try {
      disk.delete("journal");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    witness.journalIsLost();
  }

  /** Power is gone; nobody can say goodbye. */
  void cutPower() {
    if (!isPowered) {
      return;
    }
    isPowered = false;
    if (running != null) {
      running.life().end();
      died(true);
    }
    disk.cutPower(world.random());
    witness.hostBeganAnew();
    engine.engineRestartsAndEndsContainers();
    look();
  }

  /** Without power its disk is taken out: an empty one comes into its place. */
  void loseDisk() {
    engine.allContainers().forEach(one -> engine.removeByHand(one.id()));
    look();
    loseJournal();
  }

  /** Nothing of its agent goes on for so long. */
  void suspend(Duration time) {
    if (running != null) {
      running.life().busyFor(time);
      hinder(time);
    }
  }

  /** The clock on its wall shows another time from now on. */
  void jump(Duration far) {
    skew = skew.plus(far);
  }

  /** The zone in which it lies. */
  String zone() {
    return facts.attributes().getOrDefault("zone", Optional.empty()).orElse("");
  }

  private void look() {
    witness.look();
    List.copyOf(exchanges).forEach(Exchange::look);
  }

  /** Power is back: another life of the host. */
  void bootAgain() {
    if (isPowered) {
      return;
    }
    isPowered = true;
    boots++;
    bootedAt = world.time().now();
    boot = new Boot(bootId(), wall());
    start();
  }

  /** For so long, and for a while after it, nobody here can stop a container. */
  void hinder(Duration time) {
    Duration until = world.time().now().plus(time).plus(RECOVERS_WITHIN);
    hinderedUntil = until.compareTo(hinderedUntil) > 0 ? until : hinderedUntil;
  }

  /** Whether its agent is dead or cannot reach its engine, or could not until a short while ago. */
  boolean isHindered() {
    return running == null || world.time().now().compareTo(hinderedUntil) < 0;
  }

  void slowDisk(int mostMillis) {
    slowMillis = mostMillis;
  }

  /** The agent dies at the nth next thing that outlives it. */
  void dieAfter(int effects) {
    if (running != null) {
      running.life().dieAfter(effects);
    }
  }

  // ------------------------------------------------------------------ engine

  /** What is done to the engine is seen before and after. */
  private final class Watching implements WatchedEngine.Watcher {
    @Override
    public void stopping(ContainerId container) {
      witness.stopping(container);
    }

    @Override
    public void changed() {
      engineActed();
    }
  }

  /** A planted bug: whatever runs of a task is stopped, as if the agent had been told to. */
  void stopTask(TaskId task) {
    for (ContainerDetails one : witness.running()) {
      if (EngineWitness.place(one).task().equals(task.text())) {
        witness.stopping(one.id());
        engine.exit(one.id(), 143);
      }
    }
    engineActed();
  }

  /** Something of the engine may have changed: the agent's stream of events tells it soon. */
  void engineActed() {
    look();
    if (running != null) {
      running.watchBell().ringAfter(world.millis(1, 30));
    }
  }

  /** Whether the agent knows of that run, so that it can know that it was removed. */
  boolean knowsRun(ContainerDetails one) {
    var labels = one.labels().orElseThrow();
    return running != null
        && running.runners().statuses().stream()
            .filter(status -> status.taskId().equals(labels.taskId()))
            .flatMap(status -> status.container(labels.container()).stream())
            .filter(status -> status.engineId().filter(one.id()::equals).isPresent())
            .anyMatch(status -> status.startedAt().equals(one.startedAt()));
  }

  private void watchTurn() {
    Running now = running;
    if (now != null) {
      Instant next = now.watch().turn(wall());
      Duration wait = Duration.between(wall(), next);
      Duration least = Duration.ofMillis(1);
      now.watchBell().ringAfter(wait.compareTo(least) < 0 ? least : wait);
    }
  }

  // ------------------------------------------------------------------ requests

  /** Where its targets are reached. */
  String address() {
    return facts.addresses().ipv4().orElseThrow();
  }

  /** A request is at a container of this host. */
  void attend(Exchange exchange) {
    exchanges.add(exchange);
  }

  void leave(Exchange exchange) {
    exchanges.remove(exchange);
  }

  /** From now on that container fails its checks, and does its work all the same. */
  void sicken(ContainerId container) {
    sick.add(container);
  }

  void heal() {
    sick.clear();
  }

  boolean isSick(ContainerId container) {
    return sick.contains(container);
  }

  // ------------------------------------------------------------------ link

  private VirtualLink.Way<AgentMessage> dial(Life life, long course) {
    var dialed = new Line<>(this, scheduler, life, new Line.Numbers(nextLine(), course));
    line = dialed;
    return dialed;
  }

  /** No two lines of a run have one number. */
  private long nextLine() {
    return 1_000 * ++lines + id.low() % 1_000;
  }

  @Override
  public AgentMessage says(AgentMessage message) {
    scheduler.witness().fromAgent(name, message);
    return message;
  }

  @Override
  public SchedulerMessage isTold(SchedulerMessage message) {
    SchedulerMessage sent = scheduler.wireDefects().toAgent(message, scheduler.snapshot());
    scheduler.witness().toAgent(sent, scheduler.snapshot());
    return sent;
  }

  @Override
  public VirtualStreams<AgentMessage, SchedulerMessage, ?>.Visit visit(
      Outbound<SchedulerMessage> way) {
    return scheduler.agents().open(id, way);
  }

  @Override
  public void ring() {
    if (running != null) {
      running.linkBell().ringAfter(Duration.ZERO);
    }
  }

  @Override
  public void heard(long course, SchedulerMessage message) {
    Running now = running;
    if (now != null) {
      now.link().heard(course, message, now());
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

  private void linkTurn() {
    Running now = running;
    if (now != null) {
      Duration next = now.link().turn(now());
      now.linkBell().ringAfter(next.minus(now().sinceBoot()));
    }
  }

  /** A reporter that now and then has the bug that is planted there. */
  private record Forgetting(Reporter reporter, Surroundings world) implements Reporter {
    @Override
    public void report(TaskStatus status) {
      if (!world.strikes(Defect.REPORT_DROPPED, 40)) {
        reporter.report(status);
      }
    }

    @Override
    public void report(EngineStatus status) {
      reporter.report(status);
    }
  }
}
