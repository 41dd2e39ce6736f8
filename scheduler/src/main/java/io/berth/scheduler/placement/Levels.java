package io.berth.scheduler.placement;

import io.berth.scheduler.model.Strategy;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Hosts by what they have left of a resource: those with equally much stand on one level, by their
 * ids. Nothing here hears of changes; whoever does puts the host where it belongs.
 */
final class Levels {
  private final Strategy.Resource resource;
  private final NavigableMap<Long, SlotsById> levels = new TreeMap<>();
  private final Map<Slot, Long> standing = new HashMap<>();

  Levels(Strategy.Resource resource) {
    this.resource = resource;
  }

  /** To where the host belongs now, wherever it stood. */
  void put(Slot slot) {
    Long left = slot.free(resource);
    Long before = standing.put(slot, left);
    if (left.equals(before)) {
      return;
    }
    if (before != null) {
      leave(before, slot);
    }
    levels.computeIfAbsent(left, _ -> new SlotsById()).put(slot);
  }

  /** If it stands anywhere. */
  void remove(Slot slot) {
    Long left = standing.remove(slot);
    if (left != null) {
      leave(left, slot);
    }
  }

  private void leave(Long left, Slot slot) {
    levels.computeIfPresent(
        left,
        (_, level) -> {
          level.remove(slot);
          return level.isEmpty() ? null : level;
        });
  }

  /** The hosts that have at least so much left, by how much it is; none is without a host. */
  Iterator<Map.Entry<Long, SlotsById>> from(long least) {
    return levels.tailMap(least, true).entrySet().iterator();
  }
}
