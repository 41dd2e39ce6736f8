package io.berth.scheduler.placement;

import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskShape;
import java.util.List;

/**
 * Some equal tasks that want a place: what each takes, how many, and which hosts are better, first
 * strategy first.
 */
public record PlacementRequest(TaskShape shape, int count, List<Strategy> strategies) {
  public PlacementRequest {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1 but is " + count);
    }
    strategies = List.copyOf(strategies);
  }
}
