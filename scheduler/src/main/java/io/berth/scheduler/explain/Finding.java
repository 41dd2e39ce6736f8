package io.berth.scheduler.explain;

import io.berth.scheduler.model.HostId;
import java.util.List;

/**
 * What is said of one host.
 *
 * @param reasons all that keep the task off it, in the order in which they are looked at
 * @param room how many such tasks it takes, counted up to {@link Explainer#MOST_ROOM}
 */
public record Finding(HostSight sight, List<Reason> reasons, int room) {
  public Finding {
    reasons = List.copyOf(reasons);
  }

  public HostId id() {
    return sight.id();
  }

  public boolean fits() {
    return reasons.isEmpty();
  }
}
