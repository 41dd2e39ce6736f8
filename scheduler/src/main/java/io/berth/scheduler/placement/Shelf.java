package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostId;
import java.util.ArrayList;
import java.util.List;

/** The hosts of one cluster that are of one kind, by their ids, whatever order they came in. */
final class Shelf {
  private final List<Slot> slots = new ArrayList<>();

  /** Any of them: they are alike. */
  Slot first() {
    return slots.getFirst();
  }

  List<Slot> slots() {
    return slots;
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  /** One that is not there yet. */
  void put(Slot slot) {
    slots.add(~find(slot.id()), slot);
  }

  void remove(Slot slot) {
    slots.remove(find(slot.id()));
  }

  private int find(HostId id) {
    int low = 0;
    int high = slots.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int compared = slots.get(middle).id().compareTo(id);
      if (compared == 0) {
        return middle;
      }
      if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return ~low;
  }
}
