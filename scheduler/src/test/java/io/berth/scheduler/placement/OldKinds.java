package io.berth.scheduler.placement;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.HostId;
import java.util.HashMap;
import java.util.Map;

/** A bug to plant: hosts stay of the kind of which they were first, whatever they become. */
public final class OldKinds {
  private final Map<HostId, Kind> first = new HashMap<>();

  /** The board's hosts are as they were. */
  public void keep(Board board, ClusterName cluster) {
    Rack rack = board.of(cluster);
    for (Slot slot : rack.shelves().stream().flatMap(shelf -> shelf.slots().stream()).toList()) {
      Kind old = first.computeIfAbsent(slot.id(), _ -> slot.kind());
      if (old != slot.kind()) {
        rack.remove(slot);
        slot.list(slot.host(), old);
        rack.put(slot);
      }
    }
  }
}
