package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostId;
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

  /** The host of each of these places. */
  public List<HostId> hosts() {
    return placed.stream().map(Place::host).toList();
  }
}
