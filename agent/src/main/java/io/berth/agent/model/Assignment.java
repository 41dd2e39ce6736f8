package io.berth.agent.model;

import java.util.Optional;
import java.util.Set;

/**
 * A task that this host shall run, as it was promised. Without a plan only when it is known by the
 * engine's labels alone.
 */
public record Assignment(
    TaskId taskId,
    Desired desired,
    Optional<TaskPlan> plan,
    PlanHash planHash,
    Set<String> requires,
    TaskOrigin origin,
    Optional<Singleton> singleton) {

  public Assignment {
    requires = Set.copyOf(requires);
  }

  /** The same task with another wish; a stop stays, a run after it changes nothing. */
  public Assignment wanting(Desired wish) {
    return desired == Desired.STOP
        ? this
        : new Assignment(taskId, wish, plan, planHash, requires, origin, singleton);
  }

  /** What shall be with a task. */
  public enum Desired {
    /** It shall run, and its restart policies hold. */
    RUN,
    /** It shall stop. */
    STOP
  }
}
