package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostId;
import java.util.List;

/**
 * The answer to a request: a host per task that found a place, in order, and a reason for each that
 * did not.
 */
public record Placement(List<HostId> placed, List<Unplaced> unplaced) {
  public Placement {
    placed = List.copyOf(placed);
    unplaced = List.copyOf(unplaced);
  }
}
