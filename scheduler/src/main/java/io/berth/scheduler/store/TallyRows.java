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
    return amount(sums.find(value));
  }

  void moved(@Nullable E before, @Nullable E after) {
    V from = before == null ? null : tally.valueOf(before);
    V to = after == null ? null : tally.valueOf(after);
    if (before != null && after != null && from != null && to != null && from.compareTo(to) == 0) {
      Tally.Sum<V, S> known = sums.find(from);
      put(from, known, tally.plus(tally.minus(amount(known), before), after));
      return;
    }
    if (before != null && from != null) {
      Tally.Sum<V, S> known = sums.find(from);
      put(from, known, tally.minus(amount(known), before));
    }
    if (after != null && to != null) {
      Tally.Sum<V, S> known = sums.find(to);
      put(to, known, tally.plus(amount(known), after));
    }
  }

  private S amount(Tally.@Nullable Sum<V, S> known) {
    return known == null ? tally.zero() : known.amount();
  }

  private void put(V value, Tally.@Nullable Sum<V, S> known, S amount) {
    if (amount.equals(tally.zero())) {
      if (known != null) {
        sums.remove(value);
      }
    } else if (known == null || !known.amount().equals(amount)) {
      sums.put(new Tally.Sum<>(value, amount));
    }
  }
}
