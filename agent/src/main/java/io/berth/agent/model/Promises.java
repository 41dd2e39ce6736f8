package io.berth.agent.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that a host has promised and remembers, as its journal told when it was opened. */
public record Promises(
    Optional<StateVersion> version,
    Map<TaskId, Promise> tasks,
    List<HeldPort> heldPorts,
    Set<String> pulledImages,
    Optional<String> settledBootId,
    Optional<LeaseTerm> lease) {

  /** A journal in which nothing is written. */
  public static final Promises NONE =
      new Promises(
          Optional.empty(), Map.of(), List.of(), Set.of(), Optional.empty(), Optional.empty());

  public Promises {
    tasks = Map.copyOf(tasks);
    heldPorts = List.copyOf(heldPorts);
    pulledImages = Set.copyOf(pulledImages);
  }

  /** One task: how it was promised, how far it is, and whether the scheduler has forgotten it. */
  public record Promise(Assignment assignment, TaskStatus status, boolean forgotten) {}
}
