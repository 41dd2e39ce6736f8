package io.berth.scheduler.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tally of a table: the sums that are not zero. A batch mostly changes few sums many times, so
 * what it changes stands beside the tree until the batch is published.
 */
final class TallyRows<V extends Comparable<? super V>, E, S> {
  private final Tally<V, E, S> tally;
  private final SortedTree<V, Tally.Sum<V, S>> sums;
  private Map<V, S> changed = new HashMap<>();

  private TallyRows(Tally<V, E, S> tally, SortedTree<V, Tally.Sum<V, S>> sums) {
    this.tally = tally;
    this.sums = sums;
  }

  static <V extends Comparable<? super V>, E, S> TallyRows<V, E, S> of(Tally<V, E, S> tally) {
    return new TallyRows<>(tally, tally.newTree());
  }

  TallyRows<V, E, S> frozen() {
    if (!changed.isEmpty()) {
      changed.forEach(this::put);
      // One that was large once would be walked through in full for each small batch after it.
      changed = new HashMap<>();
    }
    return new TallyRows<>(tally, sums.frozen());
  }

  /** One that goes on from this frozen one. */
  TallyRows<V, E, S> grown() {
    return new TallyRows<>(tally, sums.grown());
  }

  boolean isOf(Tally<?, ?, ?> other) {
    return tally == other;
  }

  S sum(V value) {
    S newest = changed.get(value);
    if (newest != null) {
      return newest;
    }
    Tally.Sum<V, S> known = sums.find(value);
    return known == null ? tally.zero() : known.amount();
  }

  void moved(@Nullable E before, @Nullable E after) {
    V from = before == null ? null : tally.valueOf(before);
    V to = after == null ? null : tally.valueOf(after);
    if (before != null && after != null && from != null && to != null && from.compareTo(to) == 0) {
      changed.put(from, tally.plus(tally.minus(sum(from), before), after));
      return;
    }
    if (before != null && from != null) {
      changed.put(from, tally.minus(sum(from), before));
    }
    if (after != null && to != null) {
      changed.put(to, tally.plus(sum(to), after));
    }
  }

  private void put(V value, S amount) {
    if (amount.equals(tally.zero())) {
      sums.remove(value);
    } else {
      sums.put(new Tally.Sum<>(value, amount));
    }
  }
}
