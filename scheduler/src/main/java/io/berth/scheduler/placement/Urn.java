package io.berth.scheduler.placement;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Hosts of which chance draws one after the other; all that are in it are equally likely. */
final class Urn {
  private final Yardstick yardstick;
  private final List<Slot> slots = new ArrayList<>();
  private @Nullable RandomGenerator random;

  Urn(Yardstick yardstick) {
    this.yardstick = yardstick;
  }

  void add(Slot slot) {
    slots.add(slot);
  }

  void addAll(Collection<Slot> more) {
    slots.addAll(more);
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  int size() {
    return slots.size();
  }

  /** One that is not in it any more. */
  Slot draw() {
    if (random == null) {
      random = new SplittableRandom(yardstick.lot(slots.getFirst().id()));
    }
    int at = requireNonNull(random).nextInt(slots.size());
    Slot last = slots.removeLast();
    return at == slots.size() ? last : slots.set(at, last);
  }
}
