package io.berth.scheduler.placement;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The kinds that there are hosts of. A number is given again once its kind has no host left. */
final class Kinds {
  private final Map<Kind.Traits, Kind> byTraits = new HashMap<>();
  private final Deque<Integer> freeNumbers = new ArrayDeque<>();
  private int numbers;

  /** Numbers are below this. */
  int limit() {
    return numbers;
  }

  /** The kind of one more host. */
  Kind join(Kind.Traits traits) {
    Kind kind = byTraits.computeIfAbsent(traits, this::make);
    kind.join();
    return kind;
  }

  void leave(Kind kind) {
    if (kind.leave()) {
      byTraits.remove(kind.traits());
      freeNumbers.push(kind.number());
    }
  }

  private Kind make(Kind.Traits traits) {
    Integer free = freeNumbers.poll();
    return new Kind(traits, free == null ? numbers++ : free);
  }
}
