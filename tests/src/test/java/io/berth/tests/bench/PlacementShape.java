package io.berth.tests.bench;

import io.berth.scheduler.model.Strategy;
import java.util.List;

/**
 * A cluster and what it is filled with.
 *
 * @param tasksPerService of each of its services, which are made one definition after the other
 * @param definitions how many different ones, each of another size
 * @param constrained whether definitions ask for certain racks
 * @param onDisk whether each change is on disk before it is known
 */
record PlacementShape(
    int hosts,
    int tasks,
    int tasksPerService,
    int definitions,
    boolean constrained,
    List<Strategy> strategies,
    boolean onDisk) {

  /** What services spread over when nobody says otherwise: zones, then hosts. */
  static final List<Strategy> USUAL = List.of();

  static final List<Strategy> SPREAD_AND_PACK =
      List.of(
          new Strategy.SpreadOverAttribute("ecs.availability-zone"),
          new Strategy.Binpack(Strategy.Resource.MEMORY));

  /** One that is kept in memory alone. */
  PlacementShape(
      int hosts,
      int tasks,
      int tasksPerService,
      int definitions,
      boolean constrained,
      List<Strategy> strategies) {
    this(hosts, tasks, tasksPerService, definitions, constrained, strategies, false);
  }

  String text() {
    return "%,d hosts, %,d tasks".formatted(hosts, tasks);
  }

  String definitionsText() {
    return (definitions == 1 ? "one definition" : "%,d definitions".formatted(definitions))
        + (constrained ? ", constrained" : "")
        + (onDisk ? ", on disk" : "");
  }

  /** The same with another number of tasks. */
  PlacementShape with(int otherTasks) {
    return new PlacementShape(
        hosts, otherTasks, tasksPerService, definitions, constrained, strategies, onDisk);
  }
}
