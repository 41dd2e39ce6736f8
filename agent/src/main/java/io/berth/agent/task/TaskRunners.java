package io.berth.agent.task;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerEvent;
import io.berth.agent.engine.ContainerSummary;
import io.berth.agent.engine.EngineException;
import io.berth.agent.model.Assignment;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.DesiredChange;
import io.berth.agent.model.EngineStatus;
import io.berth.agent.model.HeldPort;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.model.LeaseTerm;
import io.berth.agent.model.Promises;
import io.berth.agent.model.StateVersion;
import io.berth.agent.model.TaskId;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.task.TaskMemory.Told;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All tasks of this host: takes what the scheduler desires into the journal and to the runners,
 * finds again what an earlier agent began, and hands on what the engine tells. Starts no thread.
 * May be called from any thread; changes of the desired state are taken one at a time.
 */
public final class TaskRunners {
  private static final Logger LOGGER = System.getLogger(TaskRunners.class.getName());

  private final Workplace workplace;
  private final TaskRunner.Tools tools;
  private final EngineHealth health;
  private final ConcurrentSkipListMap<TaskId, TaskRunner> runners = new ConcurrentSkipListMap<>();
  private final Object taking = new Object();
  private Optional<StateVersion> version;
  private Optional<String> settledBootId;
  private volatile boolean leaseHeld;

  /** For how long no lease has been held: a singleton that is found may have a successor. */
  private volatile Optional<Duration> leaseOver = Optional.empty();

  private volatile Optional<LeaseTerm> lease;

  /** Until the engine has been asked once, a new journal knows nothing of what may run already. */
  private volatile boolean journalIsNew;

  /** Tasks that the last list showed and nobody knows; shown twice, they are adopted. */
  private Set<TaskId> strangers = Set.of();

  public TaskRunners(Workplace workplace, Wakes wakes, Promises promises, Instant now) {
    this.workplace = workplace;
    this.health = new EngineHealth(workplace.reporter(), now);
    var pulls = new ImagePulls(workplace.engine(), workplace.journal(), promises.pulledImages());
    var calls = new EngineCalls(workplace.engine(), pulls, workplace.ports(), workplace.settings());
    var steps = new TaskSteps(workplace.settings());
    this.tools = new TaskRunner.Tools(steps, calls, health, workplace, wakes);
    this.version = promises.version();
    this.settledBootId = promises.settledBootId();
    this.lease = promises.lease();
    this.journalIsNew = settledBootId.isEmpty();
    promises.heldPorts().forEach(workplace.ports()::hold);
    new TreeMap<>(promises.tasks()).values().forEach(this::remember);
  }

  private void remember(Promises.Promise promise) {
    Assignment assignment = promise.assignment();
    TaskMemory memory = TaskMemory.remembered(assignment, promise.status());
    TaskMemory marked =
        memory.marked(
            memory.marks().refused(PlanCheck.refusal(assignment, workplace.settings().features())));
    add(promise.forgotten() ? marked.marked(marked.marks().forgetting()) : marked);
  }

  private TaskRunner add(TaskMemory memory) {
    TaskMemory leased = memory.marked(memory.marks().lease(leaseHeld, false));
    var runner = new TaskRunner(tools, leased);
    runners.put(runner.taskId(), runner);
    return runner;
  }

  // -------------------------------------------------------------------------- what others ask

  public Optional<StateVersion> version() {
    synchronized (taking) {
      return version;
    }
  }

  /** All tasks that the scheduler has not forgotten, as they were last reported, by id. */
  public List<TaskStatus> statuses() {
    return runners.values().stream()
        .filter(runner -> !runner.isForgotten())
        .map(TaskRunner::status)
        .toList();
  }

  /** What was promised for a task, or what its labels tell of it. */
  public Optional<Assignment> assignment(TaskId id) {
    return Optional.ofNullable(runners.get(id)).map(TaskRunner::assignment);
  }

  public List<HeldPort> heldPorts() {
    return workplace.ports().held();
  }

  public EngineStatus engineStatus() {
    return health.status();
  }

  /** All runners, by task; each of them is to be driven. */
  public List<TaskRunner> runners() {
    return List.copyOf(runners.values());
  }

  /** The driver has seen this one finished. */
  public void remove(TaskRunner finished) {
    runners.remove(finished.taskId(), finished);
  }

  // -------------------------------------------------------------------------- desired state

  /**
   * Takes a difference. When this returns that it is promised, it is on disk. A journal that cannot
   * take it is an exception, and nothing of it holds.
   */
  public Taken take(StateVersion base, StateVersion next, DesiredChange change, Instant now)
      throws IOException {
    synchronized (taking) {
      if (!next.isAfter(base)) {
        return new Taken.Refused(
            Taken.Reason.VERSION_OLD, "The version " + next + " is not after " + base);
      }
      if (version.equals(Optional.of(next))) {
        // Said twice: it holds already.
        return new Taken.Promised();
      }
      if (version.filter(known -> known.isAfter(next)).isPresent()) {
        return new Taken.Refused(
            Taken.Reason.VERSION_OLD, "The version " + next + " is before " + version);
      }
      if (!version.equals(Optional.of(base))) {
        return new Taken.Refused(
            Taken.Reason.BASE_UNKNOWN, "The change builds on " + base + " but here is " + version);
      }
      var step = new DesiredStep(runners, workplace.settings().features(), now);
      step.gather(change);
      promise(step, next, change);
      return new Taken.Promised();
    }
  }

  /** Takes a full sync; what it does not name is not stopped. Else as {@link #take}. */
  public Taken takeAll(StateVersion next, DesiredChange all, Instant now) throws IOException {
    synchronized (taking) {
      if (version.filter(known -> known.isAfter(next)).isPresent()) {
        return new Taken.Refused(
            Taken.Reason.VERSION_OLD, "The version " + next + " is before " + version);
      }
      var step = new DesiredStep(runners, workplace.settings().features(), now);
      step.gather(all);
      step.gatherUnnamed();
      promise(step, next, all);
      return new Taken.Promised();
    }
  }

  private void promise(DesiredStep step, StateVersion next, DesiredChange change)
      throws IOException {
    var entries = new ArrayList<>(step.entries());
    // Of what this agent knows itself it needs no word.
    List<HeldPort> held =
        change.held().stream().filter(one -> workplace.ports().isUnheard(one.port())).toList();
    held.stream().map(JournalEntry.Held::new).forEach(entries::add);
    entries.add(new JournalEntry.Versioned(next));
    if (change.assignments().stream().anyMatch(one -> one.singleton().isPresent())) {
      // Before it can start: a later agent must know until when it may run.
      lease.map(JournalEntry.Leased::new).ifPresent(entries::add);
    }
    try {
      workplace.journal().promise(entries);
    } catch (IOException e) {
      step.giveUp();
      throw e;
    }
    version = Optional.of(next);
    // Before a new task can pick one of them.
    held.forEach(workplace.ports()::hold);
    step.newTasks().stream()
        .map(memory -> journalIsNew ? memory.unsearched() : memory)
        .map(this::add)
        .forEach(tools.wakes()::wake);
    step.tell();
    change.released().forEach(workplace.ports()::release);
  }

  // -------------------------------------------------------------------------- leases

  /** The lease that this host held last, as far as its journal knows. */
  public Optional<LeaseTerm> lease() {
    return lease;
  }

  /**
   * This host holds a lease until then. It is written down while a singleton lives here, so that an
   * agent which starts in between knows when that one must stop.
   */
  public void leaseGranted(LeaseTerm term) {
    lease = Optional.of(term);
    boolean matters =
        runners.values().stream()
            .anyMatch(runner ->
                runner.assignment().singleton().isPresent()
                    && !runner.status().phase().isTerminal());
    if (!matters) {
      return;
    }
    try {
      workplace.journal().note(List.of(new JournalEntry.Leased(term)));
    } catch (IOException e) {
      // The one before is written: a later agent stops singletons sooner, never later.
      LOGGER.log(Level.WARNING, "The lease could not be written: cause={0}", e.getMessage());
    }
  }

  /** This host holds a lease, so singletons may be started. */
  public void leaseBegan() {
    leaseHeld = true;
    leaseOver = Optional.empty();
    runners.values().forEach(runner -> runner.notice(new Notice.Lease(true, false)));
  }

  /** This host's lease has ended so long ago: singletons stop when they may go on no longer. */
  public void leaseEnded(Duration ago) {
    Optional<Duration> before = leaseOver;
    leaseHeld = false;
    leaseOver = Optional.of(ago);
    for (TaskRunner runner : runners.values()) {
      boolean isOver = isOver(runner.assignment(), ago);
      boolean isTold =
          before.filter(earlier -> isOver(runner.assignment(), earlier) == isOver).isPresent();
      if (!isTold) {
        runner.notice(new Notice.Lease(false, isOver));
      }
    }
  }

  private static boolean isOver(Assignment assignment, Duration ago) {
    return assignment.singleton().filter(one -> ago.compareTo(one.patience()) >= 0).isPresent();
  }

  // -------------------------------------------------------------------------- engine

  EngineHealth health() {
    return health;
  }

  void notice(ContainerEvent event) {
    TaskRunner runner = runners.get(event.taskId());
    if (runner != null) {
      runner.notice(new Notice.Changed(event.containerName(), event.id()));
    }
  }

  void wakeAll() {
    runners.values().forEach(tools.wakes()::wake);
  }

  /**
   * Finds again what is there: every known task is told exactly which containers it has, tasks
   * known only to the engine are adopted, and what ended with the host is settled. Until this has
   * passed once, no step is tried; when it fails, it is to be called again.
   */
  void recover(Boot boot, Instant now) throws EngineException {
    SortedMap<TaskId, List<ContainerSummary>> listed = byTask(workplace.engine().list());
    listed.forEach((id, containers) -> runners.computeIfAbsent(id, _ -> stranger(containers, now)));
    for (TaskRunner runner : runners.values()) {
      List<ContainerSummary> containers = listed.getOrDefault(runner.taskId(), List.of());
      var ids = new HashMap<String, ContainerId>();
      containers.forEach(one -> ids.putIfAbsent(one.labels().container(), one.id()));
      runner.found(ids);
      if (settledBootId.filter(settled -> !settled.equals(boot.id())).isPresent()) {
        endedWithHost(runner, containers, boot, now);
      }
    }
    journalIsNew = false;
    settle(boot);
  }

  /** A run that began after the host did has not ended with the one before. */
  private void endedWithHost(
      TaskRunner runner, List<ContainerSummary> containers, Boot boot, Instant now)
      throws EngineException {
    for (ContainerSummary one : containers) {
      switch (one.state()) {
        case ENDED -> {
          ContainerDetails details = workplace.engine().inspect(one.id());
          if (details.startedAt().filter(boot.at()::isAfter).isPresent()) {
            runner.endedWithHost(one.labels().container(), details, now);
          }
        }
        case CREATED, RUNNING, REMOVING -> {}
      }
    }
  }

  private void settle(Boot boot) {
    if (settledBootId.equals(Optional.of(boot.id()))) {
      return;
    }
    try {
      // Covers what the runners have noted, too.
      workplace.journal().promise(List.of(new JournalEntry.Settled(boot.id())));
      settledBootId = Optional.of(boot.id());
    } catch (IOException e) {
      // The next list tries again; starting what was promised matters more.
      LOGGER.log(
          Level.WARNING,
          "The end of the host could not be settled in the journal: cause={0}",
          e.getMessage());
    }
  }

  /** Compares a later list with what the runners know; they look themselves at what differs. */
  void relist(Boot boot, boolean lookAtAll, Instant now) throws EngineException {
    settle(boot);
    SortedMap<TaskId, List<ContainerSummary>> listed = byTask(workplace.engine().list());
    var unknown = new HashSet<TaskId>();
    listed.forEach((id, containers) -> {
      if (!runners.containsKey(id)) {
        unknown.add(id);
      }
    });
    unknown.stream()
        .filter(strangers::contains)
        .sorted()
        .forEach(id -> {
          TaskRunner adopted = stranger(listed.getOrDefault(id, List.of()), now);
          runners.putIfAbsent(id, adopted);
          tools.wakes().wake(adopted);
        });
    strangers = unknown;
    for (TaskRunner runner : runners.values()) {
      runner.listed(listed.getOrDefault(runner.taskId(), List.of()), lookAtAll);
    }
  }

  /** A task that only the engine's labels tell of: it is watched until somebody claims it. */
  private TaskRunner stranger(List<ContainerSummary> containers, Instant now) {
    Assignment assignment = TaskLabels.read(containers.getFirst());
    LOGGER.log(Level.INFO, "A task was found by its labels: task={0}", assignment.taskId());
    TaskMemory fresh = TaskMemory.fresh(assignment, now);
    // A version that has been taken did not name it: who knew it would have said so.
    TaskMemory memory = fresh.at(fresh.status().claimed(version().isEmpty()));
    note(assignment, memory.status());
    TaskMemory saved = memory.telling(Told.NOTHING.saving(memory.status()));
    TaskMemory found = saved;
    for (ContainerSummary one : containers) {
      found = new Notice.Changed(one.labels().container(), one.id()).applyTo(found);
    }
    boolean isOver = leaseOver.filter(ago -> isOver(assignment, ago)).isPresent();
    TaskMemory leased = found.marked(found.marks().lease(leaseHeld, isOver));
    return new TaskRunner(tools, leased);
  }

  private void note(Assignment assignment, TaskStatus status) {
    try {
      workplace
          .journal()
          .note(List.of(new JournalEntry.Promised(assignment), new JournalEntry.Reached(status)));
    } catch (IOException e) {
      // The labels tell the next agent, too.
      LOGGER.log(
          Level.WARNING,
          "A found task could not be written: task={0} cause={1}",
          assignment.taskId(),
          e.getMessage());
    }
  }

  private static SortedMap<TaskId, List<ContainerSummary>> byTask(List<ContainerSummary> listed) {
    var byTask = new TreeMap<TaskId, List<ContainerSummary>>();
    for (ContainerSummary one : listed) {
      byTask.computeIfAbsent(one.labels().taskId(), _ -> new ArrayList<>()).add(one);
    }
    return byTask;
  }
}
