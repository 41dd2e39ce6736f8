package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The shelves of one cluster, in an order that does not tell in which its hosts came. */
final class Rack {
  private final Map<Kind, Shelf> byKind = new HashMap<>();
  private final NavigableMap<HostId, Shelf> byFirst = new TreeMap<>();
  private int hosts;

  Collection<Shelf> shelves() {
    return byFirst.values();
  }

  int hosts() {
    return hosts;
  }

  /** One that is not there yet. */
  void put(Slot slot) {
    Shelf shelf = byKind.computeIfAbsent(slot.kind(), _ -> new Shelf());
    if (!shelf.isEmpty()) {
      byFirst.remove(shelf.first().id());
    }
    shelf.put(slot);
    byFirst.put(shelf.first().id(), shelf);
    hosts++;
  }

  /** One that is there. */
  void remove(Slot slot) {
    Shelf shelf = byKind.get(slot.kind());
    if (shelf == null) {
      throw new IllegalStateException("no such host here: " + slot.id());
    }
    byFirst.remove(shelf.first().id());
    shelf.remove(slot);
    if (shelf.isEmpty()) {
      byKind.remove(slot.kind());
    } else {
      byFirst.put(shelf.first().id(), shelf);
    }
    hosts--;
  }
}
