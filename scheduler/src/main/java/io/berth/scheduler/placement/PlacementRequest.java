package io.berth.scheduler.placement;

import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskShape;
import java.util.List;

/**
 * Some equal tasks that want a place.
 *
 * @param shape what each takes
 * @param group to which they belong, and by which they are spread
 * @param constraints what must hold of a host
 * @param preferences expressions of the hosts that come before others, the most important first
 * @param strategies which hosts are better, the first strategy first
 */
public record PlacementRequest(
    TaskShape shape,
    int count,
    String group,
    List<Constraint> constraints,
    List<String> preferences,
    List<Strategy> strategies) {
  public PlacementRequest {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1 but is " + count);
    }
    constraints = List.copyOf(constraints);
    preferences = List.copyOf(preferences);
    strategies = List.copyOf(strategies);
  }

  /** Of tasks for which no host is preferred. */
  public PlacementRequest(
      TaskShape shape,
      int count,
      String group,
      List<Constraint> constraints,
      List<Strategy> strategies) {
    this(shape, count, group, constraints, List.of(), strategies);
  }

  /** Of tasks that go wherever there is room for them. */
  public PlacementRequest(TaskShape shape, int count, List<Strategy> strategies) {
    this(shape, count, "", List.of(), strategies);
  }
}
