package io.berth.scheduler.store;

import org.jspecify.annotations.Nullable;

/** One tally of a table: the sums that are not zero. */
final class TallyRows<V extends Comparable<? super V>, E, S> {
  private final Tally<V, E, S> tally;
  private final SortedTree<V, Tally.Sum<V, S>> sums;

  private TallyRows(Tally<V, E, S> tally, SortedTree<V, Tally.Sum<V, S>> sums) {
    this.tally = tally;
    this.sums = sums;
  }

  static <V extends Comparable<? super V>, E, S> TallyRows<V, E, S> of(Tally<V, E, S> tally) {
    return new TallyRows<>(tally, tally.newTree());
  }

  TallyRows<V, E, S> frozen() {
    return new TallyRows<>(tally, sums.frozen());
  }

  boolean isOf(Tally<?, ?, ?> other) {
    return tally == other;
  }

  S sum(V value) {
    Tally.Sum<V, S> sum = sums.find(value);
    return sum == null ? tally.zero() : sum.amount();
  }

  void moved(@Nullable E before, @Nullable E after) {
    V from = before == null ? null : tally.valueOf(before);
    V to = after == null ? null : tally.valueOf(after);
    if (before != null && after != null && from != null && to != null && from.compareTo(to) == 0) {
      put(from, tally.plus(tally.minus(sum(from), before), after));
      return;
    }
    if (before != null && from != null) {
      put(from, tally.minus(sum(from), before));
    }
    if (after != null && to != null) {
      put(to, tally.plus(sum(to), after));
    }
  }

  private void put(V value, S amount) {
    Tally.Sum<V, S> known = sums.find(value);
    if (amount.equals(tally.zero())) {
      if (known != null) {
        sums.remove(value);
      }
    } else if (known == null || !known.amount().equals(amount)) {
      sums.put(new Tally.Sum<>(value, amount));
    }
  }
}
