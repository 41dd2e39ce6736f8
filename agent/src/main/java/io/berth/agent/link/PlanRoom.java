package io.berth.agent.link;

import io.berth.agent.journal.AssignmentWire;
import io.berth.agent.model.Assignment;
import io.berth.agent.model.TaskId;
import io.berth.agent.task.TaskRunner;
import io.berth.agent.task.TaskRunners;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/**
 * How many plans this agent's heap carries. What is promised stays in memory for as long as the
 * task is there, so what does not fit is refused task by task, before it is read; the others run.
 * Used by the sessions' thread alone.
 */
public final class PlanRoom {
  /** What a task costs besides its plan, in bytes of a plan as it is written. */
  static final int TASK_BYTES = 1_024;

  /**
   * A plan's bytes become several times as many in memory, are there twice while a full sync comes,
   * and once more while the journal is written anew.
   */
  private static final int HEAP_PER_BYTE = 16;

  private final long most;
  private final Map<TaskId, Integer> sizes = new HashMap<>();

  PlanRoom(long most) {
    this.most = most;
  }

  /** As much as a heap of so many bytes carries. */
  public static PlanRoom ofHeap(long bytes) {
    return new PlanRoom(bytes / HEAP_PER_BYTE);
  }

  /** What one change may bring, beside what is there by now. */
  Count count(TaskRunners runners) {
    var there = new HashSet<TaskId>();
    long used = 0;
    for (TaskRunner runner : runners.runners()) {
      there.add(runner.taskId());
      used += TASK_BYTES + sizes.computeIfAbsent(runner.taskId(), id -> size(runners, id));
    }
    sizes.keySet().retainAll(there);
    return new Count(runners, used);
  }

  private static int size(TaskRunners runners, TaskId id) {
    return runners
        .assignment(id)
        .map(one -> AssignmentWire.write(one).getSerializedSize())
        .orElse(0);
  }

  /** Counts what one change brings. */
  final class Count {
    private final TaskRunners runners;
    private long used;

    private Count(TaskRunners runners, long used) {
      this.runners = runners;
      this.used = used;
    }

    /** Why there is no room for this one, if so; the same plan again takes none. */
    Optional<String> objection(Assignment withoutPlan, int bytes) {
      Optional<Assignment> known = runners.assignment(withoutPlan.taskId());
      boolean same =
          known
              .filter(one -> one.plan().isPresent())
              .filter(one -> one.planHash().equals(withoutPlan.planHash()))
              .isPresent();
      if (same) {
        return Optional.empty();
      }
      if (used + bytes + TASK_BYTES > most) {
        return Optional.of(
            "This agent's memory carries plans of "
                + (most >> 10)
                + " KiB, and this one of "
                + bytes
                + " bytes does not fit in beside the others; give the agent a larger heap (-Xmx)"
                + " or this host fewer tasks");
      }
      used += bytes + TASK_BYTES;
      sizes.put(withoutPlan.taskId(), bytes);
      return Optional.empty();
    }

    /** A task that is refused is known all the same; answers why even that is too much, if so. */
    Optional<String> objectionToRefused(TaskId id, int bytes) {
      if (runners.assignment(id).isPresent()) {
        return Optional.empty();
      }
      used += bytes + TASK_BYTES;
      return used > 2 * most
          ? Optional.of(
              "this host's tasks are more than this agent's memory carries, which is plans of "
                  + (most >> 10)
                  + " KiB; give the agent a larger heap (-Xmx) or this host fewer tasks")
          : Optional.empty();
    }
  }
}
