package io.berth.scheduler.placement;

import java.util.List;

/**
 * The answer to a request: a place per task that found one, in order, and a reason for each that
 * did not.
 */
public record Placement(List<Place> placed, List<Unplaced> unplaced) {
  public Placement {
    placed = List.copyOf(placed);
    unplaced = List.copyOf(unplaced);
  }
}
