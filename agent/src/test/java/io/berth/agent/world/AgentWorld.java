package io.berth.agent.world;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.engine.FakeEngine;
import io.berth.agent.engine.FakeHost;
import io.berth.agent.engine.Program;
import io.berth.agent.journal.AgentJournal;
import io.berth.agent.journal.AgentJournal.Limits;
import io.berth.agent.journal.MemoryDisk;
import io.berth.agent.model.Assignment;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.DesiredChange;
import io.berth.agent.model.EngineStatus;
import io.berth.agent.model.HostFacts.PortRange;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.model.StateVersion;
import io.berth.agent.model.TaskId;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.task.Boot;
import io.berth.agent.task.DynamicPorts;
import io.berth.agent.task.EngineWatch;
import io.berth.agent.task.Reporter;
import io.berth.agent.task.Taken;
import io.berth.agent.task.TaskJournal;
import io.berth.agent.task.TaskRunner;
import io.berth.agent.task.TaskRunners;
import io.berth.agent.task.TaskSettings;
import io.berth.agent.task.Workplace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** One host with its agent, which can be killed at any turn while host and disk stay. */
public final class AgentWorld {
  public static final String AGENT = "agent-1";
  public static final String ADDRESS = "10.0.0.1";
  public static final Duration CLEAN_UP_AFTER = Duration.ofHours(3);

  /**
   * What goes wrong here is meant to; kept, because loggers that nobody keeps forget their level.
   */
  private static final Logger LOGGER = Logger.getLogger("io.berth.agent");

  private static final int STORY_LINES = 200;
  private static final PortRange PORTS = new PortRange(20_000, 20_099);

  public final FakeHost host;
  public final MemoryDisk disk = new MemoryDisk();
  public final List<TaskStatus> reports = new ArrayList<>();
  public final List<EngineStatus> engineReports = new ArrayList<>();
  private final ArrayDeque<String> story = new ArrayDeque<>();

  /** To which ports are bound. */
  public List<String> addresses = List.of(ADDRESS);

  public final Set<HostPort> listening = new HashSet<>();
  private final Map<TaskId, TaskStatus> newest = new LinkedHashMap<>();
  private @Nullable Reporter listener;
  private final RandomGenerator random;
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");
  private Boot boot = new Boot("boot-1", now);
  private @Nullable Agent agent;
  private @Nullable StateVersion version;

  /** What dies with the process. */
  private record Agent(AgentJournal journal, TaskRunners runners, EngineWatch watch) {}

  public AgentWorld(Program program, long seed) {
    host = new FakeHost(() -> now, program, time -> now = now.plus(time));
    LOGGER.setLevel(Level.OFF);
    host.addImage("web:1");
    random = RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(seed);
  }

  /** A world with a started agent and a program that runs until it is told to stop. */
  public static AgentWorld started() {
    var world = new AgentWorld(Program.OBEDIENT, 1);
    world.start();
    return world;
  }

  // ------------------------------------------------------------------ the agent's life

  public void start() {
    try {
      var journal = AgentJournal.open(disk, AGENT, new Limits(20_000, 1 << 24), random);
      ContainerEngine engine = new FakeEngine(AGENT, host);
      var settings =
          new TaskSettings(AGENT, Set.of("known"), () -> addresses, PORTS, CLEAN_UP_AFTER);
      var place =
          new Workplace(
              engine,
              new WrittenJournal(journal),
              new RememberingReporter(),
              new DynamicPorts(PORTS, Set.of(), listening::contains),
              settings);
      var runners = new TaskRunners(place, _ -> {}, journal.promises(), now);
      var watch = new EngineWatch(runners, place, boot, Duration.ZERO);
      agent = new Agent(journal, runners, watch);
      version = runners.version().orElse(null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The process is gone; what it has written is there. */
  public void kill() {
    tell("kill");
    agent = null;
  }

  public void restart() {
    kill();
    start();
  }

  public void loseJournal() {
    tell("lose journal");
    try {
      disk.delete("journal");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Power is cut: what was not forced is lost, and the engine has ended every container. */
  public void reboot() {
    tell("reboot");
    kill();
    disk.cutPower(random);
    host.engineRestartsAndEndsContainers();
    pass(Duration.ofSeconds(30));
    boot = new Boot("boot at " + now, now);
    start();
  }

  public boolean isAlive() {
    return agent != null;
  }

  public TaskRunners runners() {
    return live().runners();
  }

  public AgentJournal journal() {
    return live().journal();
  }

  /** This one hears what is reported, too. */
  public void tellAlso(Reporter other) {
    listener = other;
  }

  private Agent live() {
    if (agent == null) {
      throw new IllegalStateException("The agent does not run");
    }
    return agent;
  }

  public Instant now() {
    return now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  // ------------------------------------------------------------------ turns

  /** One turn of the watch and of each runner; a millisecond for each of them. */
  public boolean turnAll() {
    boolean worked = false;
    pass(Duration.ofMillis(1));
    Instant next = live().watch().turn(now);
    worked |= !next.isAfter(now);
    for (TaskRunner runner : live().runners().runners()) {
      worked |= turn(runner);
    }
    return worked;
  }

  public boolean turn(TaskRunner runner) {
    pass(Duration.ofMillis(1));
    return switch (runner.turn(now)) {
      case TaskRunner.Call(TaskRunner.Errand errand) -> {
        tell("task " + runner.taskId().text().substring(28) + " did " + errand);
        yield true;
      }
      case TaskRunner.Idle _ -> false;
      case TaskRunner.Finished _ -> {
        live().runners().remove(runner);
        yield true;
      }
    };
  }

  /** Turns until nobody has anything to do, so many times at most. */
  public void settle() {
    int idle = 0;
    for (int turns = 0; idle < 2; turns++) {
      if (turns > 2_000) {
        throw new IllegalStateException("The agent does not come to rest");
      }
      idle = turnAll() ? 0 : idle + 1;
    }
  }

  /** Lets time pass in steps, with turns in between. */
  public void settleFor(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      settle();
      pass(Duration.ofMillis(500));
    }
    settle();
  }

  // ------------------------------------------------------------------ the scheduler

  public void assign(Assignment... assignments) {
    change(new DesiredChange(List.of(assignments), List.of(), Map.of(), List.of(), List.of()));
  }

  public void stop(int task) {
    change(
        new DesiredChange(
            List.of(),
            List.of(),
            Map.of(Tasks.id(task), Assignment.Desired.STOP),
            List.of(),
            List.of()));
  }

  public void forget(int task) {
    change(new DesiredChange(List.of(), List.of(), Map.of(), List.of(Tasks.id(task)), List.of()));
  }

  public void change(DesiredChange change) {
    try {
      if (!(tryChange(change) instanceof Taken.Promised)) {
        throw new IllegalStateException("The change was refused");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A difference, or what counts as a full sync when the agent has no version. */
  public Taken tryChange(DesiredChange change) throws IOException {
    StateVersion base = version;
    if (base == null) {
      return sync(change);
    }
    var next = new StateVersion(1, base.number() + 1);
    Taken taken = live().runners().take(base, next, change, now);
    if (taken instanceof Taken.Promised) {
      version = next;
    }
    return taken;
  }

  public Taken sync(DesiredChange all) throws IOException {
    var next = new StateVersion(1, version == null ? 1 : version.number() + 1);
    Taken taken = live().runners().takeAll(next, all, now);
    if (taken instanceof Taken.Promised) {
      version = next;
    }
    return taken;
  }

  // ------------------------------------------------------------------ what is seen

  /** Adds a line to what is shown when a test fails. */
  public void tell(String line) {
    story.addLast(now + " " + line);
    if (story.size() > STORY_LINES) {
      story.removeFirst();
    }
  }

  public String story() {
    return String.join("\n", story);
  }

  public TaskStatus status(int task) {
    TaskStatus status = newest.get(Tasks.id(task));
    if (status == null) {
      throw new IllegalStateException("Nothing was reported of task " + task);
    }
    return status;
  }

  public Optional<TaskStatus> newestStatus(TaskId task) {
    return Optional.ofNullable(newest.get(task));
  }

  public boolean isReportedStopped(TaskId task) {
    return newestStatus(task).filter(status -> status.phase().isTerminal()).isPresent();
  }

  public TaskPhase phase(int task) {
    return status(task).phase();
  }

  public List<TaskPhase> phases(int task) {
    return reports.stream()
        .filter(report -> report.taskId().equals(Tasks.id(task)))
        .map(TaskStatus::phase)
        .distinct()
        .toList();
  }

  /** The engine's container of that name, which must be there. */
  public ContainerDetails container(int task, String name) {
    return find(task, name)
        .orElseThrow(() -> new IllegalStateException("No container " + name + " of " + task));
  }

  public Optional<ContainerDetails> find(int task, String name) {
    return host.allContainers().stream()
        .filter(one ->
            one.labels()
                .filter(labels ->
                    labels.taskId().equals(Tasks.id(task)) && labels.container().equals(name))
                .isPresent())
        .findFirst();
  }

  public ContainerId containerId(int task, String name) {
    return container(task, name).id();
  }

  public boolean isRunning(int task, String name) {
    return find(task, name).filter(one -> one.state() == ContainerState.RUNNING).isPresent();
  }

  private final class RememberingReporter implements Reporter {
    @Override
    public void report(TaskStatus status) {
      tell(
          "task %s %s %s %s"
              .formatted(
                  status.taskId().text().substring(28),
                  status.phase(),
                  status.stop().map(stop -> stop.cause().toString()).orElse(""),
                  status.containers().stream()
                      .map(one -> one.name() + " " + one.state() + " " + one.startedAt())
                      .toList()));
      reports.add(status);
      newest.put(status.taskId(), status);
      if (listener != null) {
        listener.report(status);
      }
    }

    @Override
    public void report(EngineStatus status) {
      engineReports.add(status);
      if (listener != null) {
        listener.report(status);
      }
    }
  }

  /** What the wiring of the agent does: one room's journal is the other's. */
  private record WrittenJournal(AgentJournal journal) implements TaskJournal {
    @Override
    public void promise(List<JournalEntry> entries) throws IOException {
      journal.promise(entries);
    }

    @Override
    public void note(List<JournalEntry> entries) throws IOException {
      journal.note(entries);
    }
  }
}
