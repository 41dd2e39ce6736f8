package io.berth.scheduler.placement;

import io.berth.scheduler.model.Strategy;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hosts of one cluster that are of one kind, by their ids; and by what they have left of a
 * resource, once somebody has asked for that.
 */
final class Shelf {
  private final SlotsById slots = new SlotsById();
  private final Map<Strategy.Resource, Levels> levels = new EnumMap<>(Strategy.Resource.class);

  /** Whose places on the levels are to be looked at: once for all that happens between requests. */
  private final Set<Slot> moved = new HashSet<>();

  /** Any of them: they are alike. */
  Slot first() {
    return slots.all().getFirst();
  }

  List<Slot> slots() {
    return slots.all();
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  /** One that is not there yet. */
  void put(Slot slot) {
    slots.put(slot);
    slot.standOn(this);
    moved(slot);
  }

  /** One that is there. */
  void remove(Slot slot) {
    slots.remove(slot);
    slot.standOn(null);
    moved.remove(slot);
    levels.values().forEach(some -> some.remove(slot));
  }

  /** What is left of one of them may be another amount now. */
  void moved(Slot slot) {
    if (!levels.isEmpty()) {
      moved.add(slot);
    }
  }

  /** Its hosts by what they have left, as it is until something changes. */
  Levels levels(Strategy.Resource resource) {
    for (Levels some : levels.values()) {
      moved.forEach(some::put);
    }
    moved.clear();
    return levels.computeIfAbsent(resource, this::newLevels);
  }

  private Levels newLevels(Strategy.Resource resource) {
    Levels made = new Levels(resource);
    slots().forEach(made::put);
    return made;
  }
}
