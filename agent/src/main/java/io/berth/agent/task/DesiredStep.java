package io.berth.agent.task;

import io.berth.agent.model.Assignment;
import io.berth.agent.model.Assignment.Desired;
import io.berth.agent.model.DesiredChange;
import io.berth.agent.model.DesiredChange.NotUnderstood;
import io.berth.agent.model.HeldPort;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.model.TaskId;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.task.TaskMemory.Told;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One change of the desired state on its way: first what the journal must promise is gathered and
 * nothing moves, then, once that is on disk, the runners are told. Used once, by one thread.
 */
final class DesiredStep {
  private static final Logger LOGGER = System.getLogger(DesiredStep.class.getName());

  private final Map<TaskId, TaskRunner> runners;
  private final Set<String> features;
  private final Instant now;
  private final List<JournalEntry> entries = new ArrayList<>();
  private final List<TaskMemory> newTasks = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private final List<TaskRunner> onHold = new ArrayList<>();
  private final Set<TaskId> named = new HashSet<>();

  DesiredStep(Map<TaskId, TaskRunner> runners, Set<String> features, Instant now) {
    this.runners = runners;
    this.features = features;
    this.now = now;
  }

  void gather(DesiredChange change) {
    change.assignments().forEach(this::assign);
    change.refused().forEach(this::refuse);
    change.intents().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(intent -> intend(intent.getKey(), intent.getValue()));
    change.removed().forEach(this::remove);
    for (HeldPort.Release release : change.released()) {
      entries.add(new JournalEntry.Released(release));
    }
  }

  /** In a full sync: what no chunk named runs on unclaimed, or is forgotten when it has ended. */
  void gatherUnnamed() {
    runners.values().stream()
        .filter(runner -> !named.contains(runner.taskId()))
        .forEach(runner -> {
          if (runner.status().phase().isTerminal()) {
            forget(runner);
          } else {
            afterwards.add(() -> runner.notice(new Notice.Unclaimed()));
          }
        });
  }

  private void assign(Assignment wanted) {
    named.add(wanted.taskId());
    TaskRunner runner = runners.get(wanted.taskId());
    if (runner == null) {
      begin(wanted, PlanCheck.refusal(wanted, features));
      return;
    }
    Assignment known = runner.assignment();
    boolean stops = known.desired() == Desired.STOP || wanted.desired() == Desired.STOP;
    Assignment merged = stops ? wanted.wanting(Desired.STOP) : wanted;
    if (known.planHash().equals(wanted.planHash())) {
      promise(runner, merged);
    } else if (runner.holdUnlessBegun()) {
      onHold.add(runner);
      replace(runner, merged);
    } else {
      contradict(runner, known, stops);
    }
  }

  private void begin(Assignment assignment, Optional<String> refusal) {
    TaskMemory fresh = TaskMemory.fresh(assignment, now);
    TaskStatus status = fresh.status();
    entries.add(new JournalEntry.Promised(assignment));
    entries.add(new JournalEntry.Reached(status));
    newTasks.add(fresh.telling(Told.NOTHING.saving(status)).marked(fresh.marks().refused(refusal)));
  }

  private void promise(TaskRunner runner, Assignment assignment) {
    Assignment known = runner.assignment();
    boolean claims = known.plan().isEmpty() && assignment.plan().isPresent();
    if (claims || !known.equals(assignment)) {
      entries.add(new JournalEntry.Promised(assignment));
    }
    // Also when nothing differs: the task is claimed again.
    afterwards.add(() -> runner.notice(new Notice.Assigned(assignment)));
  }

  private void replace(TaskRunner runner, Assignment assignment) {
    TaskMemory fresh = TaskMemory.fresh(assignment, now);
    entries.add(new JournalEntry.Promised(assignment));
    entries.add(new JournalEntry.Reached(fresh.status()));
    TaskMemory judged =
        fresh.marked(fresh.marks().refused(PlanCheck.refusal(assignment, features)));
    afterwards.add(() -> runner.release(Optional.of(judged)));
  }

  /** It goes on by the plan that it has begun with; its status, told again, says by which. */
  private void contradict(TaskRunner runner, Assignment known, boolean stops) {
    LOGGER.log(
        Level.WARNING,
        "Another plan for a task that has begun is refused: task={0}",
        runner.taskId());
    promise(runner, stops ? known.wanting(Desired.STOP) : known);
    afterwards.add(() -> runner.notice(new Notice.TellAgain()));
  }

  private void refuse(NotUnderstood assignment) {
    TaskId id = assignment.withoutPlan().taskId();
    named.add(id);
    TaskRunner runner = runners.get(id);
    if (runner == null) {
      begin(assignment.withoutPlan(), Optional.of(assignment.sentence()));
    } else {
      contradict(runner, runner.assignment(), false);
    }
  }

  private void intend(TaskId id, Desired desired) {
    named.add(id);
    TaskRunner runner = runners.get(id);
    if (runner != null) {
      Assignment wanted = runner.assignment().wanting(desired);
      if (!wanted.equals(runner.assignment())) {
        promise(runner, wanted);
      }
    }
  }

  private void remove(TaskId id) {
    named.add(id);
    TaskRunner runner = runners.get(id);
    if (runner != null) {
      intend(id, Desired.STOP);
      forget(runner);
    }
  }

  private void forget(TaskRunner runner) {
    if (!runner.isForgotten()) {
      entries.add(new JournalEntry.Forgotten(runner.taskId()));
      afterwards.add(() -> runner.notice(new Notice.Forgotten()));
    }
  }

  List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  List<TaskMemory> newTasks() {
    return List.copyOf(newTasks);
  }

  /** It is on disk: the runners hear of it. */
  void tell() {
    afterwards.forEach(Runnable::run);
  }

  /** It is not on disk: nothing has happened. */
  void giveUp() {
    onHold.forEach(runner -> runner.release(Optional.empty()));
  }
}
