package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Some hosts by their ids, whatever order they came in. */
final class SlotsById {
  private final List<Slot> slots = new ArrayList<>();
  private final List<Slot> view = Collections.unmodifiableList(slots);

  /** As they are at any time. */
  List<Slot> all() {
    return view;
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  /** One that is not there yet. */
  void put(Slot slot) {
    slots.add(~find(slot.id()), slot);
  }

  /** One that is there. */
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
