package io.berth.agent.model;

import java.util.List;
import java.util.Map;

/**
 * What shall be different on this host, or, in a full sync, what shall be. A task is in at most one
 * of the first four; what could not be understood is refused task by task, never as a whole.
 *
 * @param held ports to keep from use although this agent may not know why
 */
public record DesiredChange(
    List<Assignment> assignments,
    List<NotUnderstood> refused,
    Map<TaskId, Assignment.Desired> intents,
    List<TaskId> removed,
    List<HeldPort.Release> released,
    List<HeldPort> held) {

  /** Nothing changes. */
  public static final DesiredChange NONE =
      new DesiredChange(List.of(), List.of(), Map.of(), List.of(), List.of());

  public DesiredChange {
    assignments = List.copyOf(assignments);
    refused = List.copyOf(refused);
    intents = Map.copyOf(intents);
    removed = List.copyOf(removed);
    released = List.copyOf(released);
    held = List.copyOf(held);
  }

  /** One that holds no ports. */
  public DesiredChange(
      List<Assignment> assignments,
      List<NotUnderstood> refused,
      Map<TaskId, Assignment.Desired> intents,
      List<TaskId> removed,
      List<HeldPort.Release> released) {
    this(assignments, refused, intents, removed, released, List.of());
  }

  /** An assignment whose plan this agent cannot read, without that plan, and why. */
  public record NotUnderstood(Assignment withoutPlan, String sentence) {}
}
