package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tally of a table: the sums that are not zero. The writer counts in cells of its own, since
 * few sums change many times in a batch; what a batch has changed goes to the tree, which is shared
 * with frozen copies, when it is published.
 */
final class TallyRows<V extends Comparable<? super V>, E, S> {
  private final Tally<V, E, S> tally;
  private final SortedTree<V, Tally.Sum<V, S>> sums;
  private final Map<V, Cell<V, S>> cells = new HashMap<>();
  private final List<Cell<V, S>> changed = new ArrayList<>();

  private TallyRows(Tally<V, E, S> tally, SortedTree<V, Tally.Sum<V, S>> sums) {
    this.tally = tally;
    this.sums = sums;
  }

  static <V extends Comparable<? super V>, E, S> TallyRows<V, E, S> of(Tally<V, E, S> tally) {
    return new TallyRows<>(tally, tally.newTree());
  }

  TallyRows<V, E, S> frozen() {
    changed.forEach(this::put);
    changed.clear();
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
    Cell<V, S> cell = cells.get(value);
    if (cell != null) {
      return cell.amount;
    }
    Tally.Sum<V, S> known = sums.find(value);
    return known == null ? tally.zero() : known.amount();
  }

  void moved(@Nullable E before, @Nullable E after) {
    V from = before == null ? null : tally.valueOf(before);
    V to = after == null ? null : tally.valueOf(after);
    if (before != null && after != null && from != null && to != null && from.compareTo(to) == 0) {
      Cell<V, S> cell = cell(from);
      set(cell, tally.moved(cell.amount, before, after));
      return;
    }
    if (before != null && from != null) {
      Cell<V, S> cell = cell(from);
      set(cell, tally.minus(cell.amount, before));
    }
    if (after != null && to != null) {
      Cell<V, S> cell = cell(to);
      set(cell, tally.plus(cell.amount, after));
    }
  }

  private Cell<V, S> cell(V value) {
    Cell<V, S> known = cells.get(value);
    if (known == null) {
      known = new Cell<>(value, sum(value));
      cells.put(value, known);
    }
    return known;
  }

  private void set(Cell<V, S> cell, S amount) {
    if (cell.amount.equals(amount)) {
      return;
    }
    cell.amount = amount;
    if (!cell.isChanged) {
      cell.isChanged = true;
      changed.add(cell);
    }
  }

  private void put(Cell<V, S> cell) {
    cell.isChanged = false;
    if (cell.amount.equals(tally.zero())) {
      cells.remove(cell.value);
      sums.remove(cell.value);
    } else {
      sums.put(new Tally.Sum<>(cell.value, cell.amount));
    }
  }

  /** One value's sum as the writer counts it. */
  private static final class Cell<V, S> {
    private final V value;
    private S amount;
    private boolean isChanged;

    Cell(V value, S amount) {
      this.value = value;
      this.amount = amount;
    }
  }
}
