package io.berth.agent.task;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.engine.ContainerSummary;
import io.berth.agent.model.Assignment;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.model.TaskId;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.task.TaskMemory.Told;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Does for one task what {@link TaskSteps} says is next. Never waits by itself and starts no
 * thread: whoever drives it calls {@link #turn}, or, to overlap the steps of different containers,
 * {@link #begin}, {@link #perform} and {@link #end}. May be called from any thread.
 */
public final class TaskRunner {
  private static final Logger LOGGER = System.getLogger(TaskRunner.class.getName());
  private static final Duration UNTIL_NEXT_SAVE = Duration.ofSeconds(5);

  private final Tools tools;
  private final TaskId taskId;

  /** Guards the memory; the journal is written under it, the engine is never called. */
  private final Object turn = new Object();

  private TaskMemory memory;

  /** The ports that are the task's for all others, too. */
  private List<HostPort> knownPorts = List.of();

  /** What others have told since the last turn, by its own lock so that telling never waits. */
  private final SequencedSet<Notice> inbox = new LinkedHashSet<>();

  TaskRunner(Tools tools, TaskMemory memory) {
    this.tools = tools;
    this.taskId = memory.assignment().taskId();
    this.memory = memory;
    synchronized (turn) {
      // Before any other task picks.
      knowPorts();
    }
  }

  /** What all runners share. */
  record Tools(
      TaskSteps steps, EngineCalls calls, EngineHealth health, Workplace workplace, Wakes wakes) {}

  /** What a runner does next. */
  public sealed interface Doing {}

  /** A step has begun: perform it and end it. */
  public record Call(Errand errand) implements Doing {}

  /** Nothing until that time, or until the runner is woken. */
  public record Idle(Optional<Instant> until) implements Doing {}

  /** Nothing of the task is left; the runner is not needed any more. */
  public record Finished() implements Doing {}

  /** A step that has begun, for drivers to hand on; its text form names it in logs. */
  public static final class Errand {
    private final Step.Blocking step;

    private Errand(Step.Blocking step) {
      this.step = step;
    }

    @Override
    public String toString() {
      return step.getClass().getSimpleName() + " " + step.subject();
    }
  }

  /** How a step has ended, to be handed back. */
  public static final class End {
    private final Outcome outcome;

    private End(Outcome outcome) {
      this.outcome = outcome;
    }
  }

  public TaskId taskId() {
    return taskId;
  }

  // -------------------------------------------------------------------------- turns

  /** Does the next thing, at most one blocking call. */
  public Doing turn(Instant now) {
    Doing doing = begin(now);
    if (doing instanceof Call(Errand errand)) {
      end(errand, perform(errand), now);
    }
    return doing;
  }

  /** Does what needs no engine, and begins the next step that does. */
  public Doing begin(Instant now) {
    synchronized (turn) {
      readInbox();
      return switch (decide(now)) {
        case Step.Wait(Optional<Instant> until) -> new Idle(until);
        case Step.Done _ -> {
          drop();
          yield new Finished();
        }
        case Step.Blocking step ->
            tools.health().isUsable() ? call(step, now) : new Idle(Optional.empty());
        case Step.Telling _ -> throw new IllegalStateException("All was told");
      };
    }
  }

  /** The next step, after all has been told that is to be told before it. */
  private Step decide(Instant now) {
    while (true) {
      TaskSteps.Next next = tools.steps().next(memory, now);
      memory = next.memory();
      knowPorts();
      Step first = next.steps().getFirst();
      if (!(first instanceof Step.Telling telling)) {
        return first;
      }
      tell(telling, now);
    }
  }

  /** Others may not have what the task has, and may have what it gave back before it was bound. */
  private void knowPorts() {
    if (memory.marks().portsFreed()) {
      return;
    }
    List<HostPort> ports = tools.steps().hostPorts(memory);
    if (!ports.equals(knownPorts)) {
      var given = new HashSet<>(knownPorts);
      ports.forEach(given::remove);
      tools.workplace().ports().free(taskId, given);
      tools.workplace().ports().take(taskId, ports);
      knownPorts = ports;
    }
  }

  private void tell(Step.Telling step, Instant now) {
    switch (step) {
      case Step.Save save -> save(save, now);
      case Step.Report(TaskStatus status) -> report(status);
      case Step.FreePorts(List<HostPort> ports, boolean held) -> free(ports, held, now);
    }
  }

  private Doing call(Step.Blocking step, Instant now) {
    memory = StepResults.begin(memory, step, now);
    // A step may take hours; that it has begun is told now.
    Step _ = decide(now);
    return new Call(new Errand(step));
  }

  /** Blocks until the engine has done it or failed. */
  public End perform(Errand errand) {
    return new End(tools.calls().perform(taskId, errand.step));
  }

  /** Takes note of how a step has ended. */
  public void end(Errand errand, End end, Instant now) {
    if (end.outcome instanceof Outcome.Failed(var kind, boolean temporary, String detail)) {
      tools.health().callFailed(kind, now);
      LOGGER.log(
          Level.INFO,
          "A step failed: task={0} step={1} kind={2} temporary={3} detail={4}",
          taskId,
          errand,
          kind,
          temporary,
          detail);
    }
    synchronized (turn) {
      memory = StepResults.end(memory, errand.step, end.outcome, now);
      knowPorts();
    }
    tools.wakes().wake(this);
  }

  // -------------------------------------------------------------------------- telling

  private void save(Step.Save save, Instant now) {
    try {
      if (save.promise()) {
        tools.workplace().journal().promise(save.entries());
      } else {
        tools.workplace().journal().note(save.entries());
      }
      memory = memory.telling(memory.told().saving(save.status()));
    } catch (IOException e) {
      // What runs goes on; only what must not be done without a promise waits.
      LOGGER.log(
          Level.WARNING,
          "A status could not be written: task={0} cause={1}",
          taskId,
          e.getMessage());
      memory = memory.telling(memory.told().notSaving(now.plus(UNTIL_NEXT_SAVE)));
    }
  }

  private void report(TaskStatus status) {
    memory = memory.telling(memory.told().reporting(status));
    tools.workplace().reporter().report(status);
  }

  private void free(List<HostPort> ports, boolean held, Instant now) {
    DynamicPorts all = tools.workplace().ports();
    if (held) {
      all.hold(taskId, ports, memory.status().times().stoppedAt().orElse(now));
    }
    all.free(taskId, knownPorts);
    memory = memory.marked(memory.marks().freed());
  }

  private void drop() {
    try {
      tools.workplace().journal().note(List.of(new JournalEntry.Dropped(taskId)));
    } catch (IOException e) {
      // The next agent finds it stopped and clean, and drops it again.
      LOGGER.log(
          Level.WARNING,
          "A dropped task could not be written: task={0} cause={1}",
          taskId,
          e.getMessage());
    }
  }

  // -------------------------------------------------------------------------- what others tell

  void notice(Notice notice) {
    synchronized (inbox) {
      // The newest place counts when something is said twice.
      inbox.remove(notice);
      inbox.addLast(notice);
    }
    tools.wakes().wake(this);
  }

  private void readInbox() {
    List<Notice> notices;
    synchronized (inbox) {
      notices = List.copyOf(inbox);
      inbox.clear();
    }
    for (Notice notice : notices) {
      memory = notice.applyTo(memory);
    }
  }

  private TaskMemory current() {
    synchronized (turn) {
      readInbox();
      return memory;
    }
  }

  Assignment assignment() {
    return current().assignment();
  }

  /** The status as it was last reported, or as it will be reported first. */
  TaskStatus status() {
    TaskMemory now = current();
    return now.told()
        .reported()
        .map(status -> status.numbered(now.told().sequence()))
        .orElse(now.status());
  }

  boolean isForgotten() {
    return current().marks().forgotten();
  }

  /** Keeps a task from beginning; false when it has begun already. */
  boolean holdUnlessBegun() {
    synchronized (turn) {
      readInbox();
      if (memory.isBegun() || memory.containers().values().stream().anyMatch(TaskRunner::isMade)) {
        return false;
      }
      memory = memory.marked(memory.marks().holding(true));
      return true;
    }
  }

  private static boolean isMade(ContainerMemory container) {
    return !(container.sight() instanceof Sight.Absent);
  }

  /** Ends the hold, with another assignment if one was promised. */
  void release(Optional<TaskMemory> replacement) {
    synchronized (turn) {
      TaskMemory held = memory.marked(memory.marks().holding(false));
      memory = replacement.map(fresh -> fresh.telling(continuing(held.told()))).orElse(held);
    }
    tools.wakes().wake(this);
  }

  /** The order of statuses goes on, whatever they are about. */
  private static Told continuing(Told told) {
    return new Told(Optional.empty(), Optional.empty(), told.sequence(), Optional.empty());
  }

  // -------------------------------------------------------------------------- lists of the engine

  /** Before the first turn: the engine has exactly these containers of the task. */
  void found(Map<String, ContainerId> containers) {
    synchronized (turn) {
      readInbox();
      TaskMemory found = memory;
      for (ContainerStatus container : memory.status().containers()) {
        String name = container.name();
        Sight sight =
            containers.containsKey(name)
                ? Sight.Made.unseen(containers.get(name))
                : new Sight.Absent();
        found = found.container(name, one -> one.seen(sight));
      }
      memory = found;
    }
  }

  /** A container's run has ended with the host, and the journal shall know before all else. */
  void endedWithHost(String container, ContainerDetails details, Instant now) {
    synchronized (turn) {
      memory = memory.status(container, one -> ContainerMoves.endedWithHost(one, details));
      Step _ = decide(now);
    }
  }

  /** A list of the engine, which may be a little old, shows these containers of the task. */
  void listed(List<ContainerSummary> containers, boolean lookAtAll) {
    TaskMemory now = current();
    for (ContainerStatus container : now.status().containers()) {
      Optional<Map.Entry<ContainerId, ContainerState>> listed =
          containers.stream()
              .filter(one -> one.labels().container().equals(container.name()))
              .findFirst()
              .map(one -> Map.entry(one.id(), one.state()));
      Optional<Notice> difference =
          lookAtAll && now.container(container.name()).sight() instanceof Sight.Made made
              ? Optional.of(new Notice.Changed(container.name(), made.id()))
              : Notice.difference(now, container.name(), listed);
      difference.ifPresent(this::notice);
    }
  }
}
