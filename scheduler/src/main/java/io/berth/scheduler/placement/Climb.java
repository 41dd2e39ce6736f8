package io.berth.scheduler.placement;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.PriorityQueue;

/** Goes up the levels of several shelves at once: whoever has the least left comes first. */
final class Climb {
  private final PriorityQueue<Step> steps = new PriorityQueue<>(Comparator.comparing(Step::left));

  /** The level that comes next in one shelf, and those above it. */
  private record Step(Long left, SlotsById level, Iterator<Map.Entry<Long, SlotsById>> above) {}

  /** Some levels in their order. */
  void add(Iterator<Map.Entry<Long, SlotsById>> levels) {
    if (levels.hasNext()) {
      Map.Entry<Long, SlotsById> lowest = levels.next();
      steps.add(new Step(lowest.getKey(), lowest.getValue(), levels));
    }
  }

  boolean isOver() {
    return steps.isEmpty();
  }

  /** Puts all hosts into the urn that have equally much left, and less than all that follow. */
  void step(Urn urn) {
    Long left = steps.element().left();
    while (!steps.isEmpty() && steps.element().left().equals(left)) {
      Step step = steps.remove();
      urn.addAll(step.level().all());
      add(step.above());
    }
  }
}
