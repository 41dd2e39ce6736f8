package io.berth.agent.task;

import io.berth.agent.engine.ContainerState;
import io.berth.agent.model.Assignment;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What others tell a task's runner; it is only kept, and taken at the runner's own pace. */
sealed interface Notice {

  TaskMemory applyTo(TaskMemory memory);

  /** Something has happened to a container; what, a look will show. */
  record Changed(String container, ContainerId id) implements Notice {
    @Override
    public TaskMemory applyTo(TaskMemory memory) {
      return memory.status().container(container).isEmpty()
          ? memory.isKnownByLabelsAlone() && !memory.status().phase().isTerminal()
              ? appeared(memory)
              : memory
          : known(memory);
    }

    private TaskMemory known(TaskMemory memory) {
      return switch (memory.container(container).sight()) {
        case Sight.Unsearched _ -> memory;
        case Sight.Made _ -> StepResults.outdated(memory, container);
        case Sight.Absent _ ->
            memory.isUnderWay(container)
                ? memory
                : memory.container(container, one -> one.seen(Sight.Made.unseen(id)));
      };
    }

    /** By labels alone nobody knows how many there are. */
    private TaskMemory appeared(TaskMemory memory) {
      TaskStatus status = memory.status();
      var containers = new ArrayList<>(status.containers());
      containers.add(ContainerStatus.pending(container));
      return memory
          .at(status.holding(containers))
          .container(container, one -> one.seen(Sight.Made.unseen(id)));
    }
  }

  /** Whether the host holds a lease; an ended one ends singletons for good. */
  record Lease(boolean held, boolean ended) implements Notice {
    @Override
    public TaskMemory applyTo(TaskMemory memory) {
      return memory.marked(memory.marks().lease(held, ended));
    }
  }

  /** The task is promised so now; the same plan as before, or the first one that is told. */
  record Assigned(Assignment assignment) implements Notice {
    @Override
    public TaskMemory applyTo(TaskMemory memory) {
      TaskStatus status = memory.status().claimed(true);
      boolean firstPlan = memory.isKnownByLabelsAlone() && assignment.plan().isPresent();
      return firstPlan && !status.phase().isTerminal()
          ? planned(memory.at(status))
          : memory.assigned(assignment).at(status);
    }

    /** What was only watched is now understood: the containers are judged anew by the plan. */
    private TaskMemory planned(TaskMemory memory) {
      TaskStatus watched = memory.status();
      TaskStatus status =
          TaskStatus.accepted(assignment, watched.times().acceptedAt())
              .reached(watched.phase())
              .at(watched.times());
      TaskStatus stopping = watched.stop().map(status::stopping).orElse(status);
      var containers = new HashMap<String, ContainerMemory>();
      stopping
          .containers()
          .forEach(one -> containers.put(one.name(), outdated(memory.container(one.name()))));
      TaskMemory planned =
          new TaskMemory(
              assignment,
              stopping.holding(
                  stopping.containers().stream()
                      .map(one -> remembered(memory, watched, one))
                      .toList()),
              containers,
              memory.readyVolumes(),
              memory.tries(),
              memory.underWay(),
              memory.told(),
              memory.marks(),
              memory.cleanUp());
      return planned;
    }

    /** What has run and is gone was seen by the watch alone: nothing is left to judge it by. */
    private static ContainerStatus remembered(
        TaskMemory memory, TaskStatus watched, ContainerStatus one) {
      boolean gone = memory.container(one.name()).sight() instanceof Sight.Absent;
      return watched
          .container(one.name())
          .map(old -> gone && old.hasRun() ? old : one.bound(old.ports()))
          .orElse(one);
    }

    private static ContainerMemory outdated(ContainerMemory memory) {
      return memory.sight() instanceof Sight.Made made ? memory.seen(made.outdated()) : memory;
    }
  }

  /** The last full sync did not name the task. */
  record Unclaimed() implements Notice {
    @Override
    public TaskMemory applyTo(TaskMemory memory) {
      return memory.at(memory.status().claimed(false));
    }
  }

  /** The scheduler shall hear the status once more, though nothing has changed. */
  record TellAgain() implements Notice {
    @Override
    public TaskMemory applyTo(TaskMemory memory) {
      TaskMemory.Told told = memory.told();
      return memory.telling(
          new TaskMemory.Told(
              told.saved(), Optional.empty(), told.sequence(), told.saveNotBefore()));
    }
  }

  /** The scheduler has forgotten the task. */
  record Forgotten() implements Notice {
    @Override
    public TaskMemory applyTo(TaskMemory memory) {
      return memory.marked(memory.marks().forgetting());
    }
  }

  /** An outlook on a container as a list shows it: is it another one than the task knows? */
  static Optional<Notice> difference(
      TaskMemory memory,
      String container,
      Optional<Map.Entry<ContainerId, ContainerState>> listed) {
    Sight sight = memory.container(container).sight();
    if (listed.isEmpty()) {
      return sight instanceof Sight.Made made
          ? Optional.of(new Changed(container, made.id()))
          : Optional.empty();
    }
    boolean same =
        sight instanceof Sight.Made made
            && made.id().equals(listed.get().getKey())
            && made.is(listed.get().getValue());
    return same ? Optional.empty() : Optional.of(new Changed(container, listed.get().getKey()));
  }
}
