package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One table's rows with its indexes and tallies, kept in step. Growing on the writer's thread, or
 * frozen for all.
 */
final class Rows<K extends Comparable<? super K>, E> {
  private final SortedTree<K, E> rows;
  private final List<IndexRows<?, K, E>> indexes;
  private final List<TallyRows<?, E, ?>> tallies;
  private @Nullable Rows<K, E> newestCopy;

  Rows(Table<K, E> table) {
    this.rows = table.newTree();
    this.indexes = new ArrayList<>();
    for (Index<?, K, E> index : table.indexes()) {
      indexes.add(index.newRows());
    }
    this.tallies = new ArrayList<>();
    for (Tally<?, E, ?> tally : table.tallies()) {
      tallies.add(TallyRows.of(tally));
    }
  }

  private Rows(
      SortedTree<K, E> rows, List<IndexRows<?, K, E>> indexes, List<TallyRows<?, E, ?>> tallies) {
    this.rows = rows;
    this.indexes = indexes;
    this.tallies = tallies;
  }

  /** A copy that stays as it is now; the same one as long as nothing changes. */
  Rows<K, E> frozen() {
    if (newestCopy == null) {
      newestCopy = copy();
    }
    return newestCopy;
  }

  private Rows<K, E> copy() {
    List<IndexRows<?, K, E>> frozenIndexes = new ArrayList<>(indexes.size());
    for (IndexRows<?, K, E> index : indexes) {
      frozenIndexes.add(index.frozen());
    }
    List<TallyRows<?, E, ?>> frozenTallies = new ArrayList<>(tallies.size());
    for (TallyRows<?, E, ?> tally : tallies) {
      frozenTallies.add(tally.frozen());
    }
    return new Rows<>(rows.frozen(), frozenIndexes, frozenTallies);
  }

  /** Rows that go on from these frozen ones. */
  Rows<K, E> grown() {
    List<IndexRows<?, K, E>> grownIndexes = new ArrayList<>(indexes.size());
    for (IndexRows<?, K, E> index : indexes) {
      grownIndexes.add(index.grown());
    }
    List<TallyRows<?, E, ?>> grownTallies = new ArrayList<>(tallies.size());
    for (TallyRows<?, E, ?> tally : tallies) {
      grownTallies.add(tally.grown());
    }
    return new Rows<>(rows.grown(), grownIndexes, grownTallies);
  }

  Optional<E> find(K key) {
    return Optional.ofNullable(rows.find(key));
  }

  int size() {
    return rows.size();
  }

  Iterator<E> iterator() {
    return rows.iterator();
  }

  Iterator<E> iteratorFrom(K key) {
    return rows.iteratorFrom(key);
  }

  <V extends Comparable<? super V>> Iterator<E> iteratorWith(Index<V, K, E> index, V value) {
    return new Matches(of(index).keysWith(value));
  }

  <V extends Comparable<? super V>> Iterator<E> iteratorBy(Index<V, K, E> index) {
    return new Matches(of(index).keys());
  }

  <V extends Comparable<? super V>, S> S sum(Tally<V, E, S> tally, V value) {
    for (TallyRows<?, E, ?> candidate : tallies) {
      if (candidate.isOf(tally)) {
        @SuppressWarnings("unchecked") // the same tally has the same types
        TallyRows<V, E, S> found = (TallyRows<V, E, S>) candidate;
        return found.sum(value);
      }
    }
    throw new IllegalStateException("no such tally here: " + tally);
  }

  private <V extends Comparable<? super V>> IndexRows<V, K, E> of(Index<V, K, E> index) {
    for (IndexRows<?, K, E> candidate : indexes) {
      if (candidate.index() == index) {
        @SuppressWarnings("unchecked") // the same index has the same value type
        IndexRows<V, K, E> found = (IndexRows<V, K, E>) candidate;
        return found;
      }
    }
    throw new IllegalStateException("no such index here: " + index);
  }

  @Nullable E put(K key, E row) {
    newestCopy = null;
    E before = rows.put(row);
    for (IndexRows<?, K, E> index : indexes) {
      index.moved(key, before, row);
    }
    for (TallyRows<?, E, ?> tally : tallies) {
      tally.moved(before, row);
    }
    return before;
  }

  @Nullable E remove(K key) {
    newestCopy = null;
    E before = rows.remove(key);
    for (IndexRows<?, K, E> index : indexes) {
      index.moved(key, before, null);
    }
    if (before != null) {
      for (TallyRows<?, E, ?> tally : tallies) {
        tally.moved(before, null);
      }
    }
    return before;
  }

  /** Follows keys that an index names to their rows. */
  private final class Matches implements Iterator<E> {
    private final Iterator<K> keys;

    Matches(Iterator<K> keys) {
      this.keys = keys;
    }

    @Override
    public boolean hasNext() {
      return keys.hasNext();
    }

    @Override
    public E next() {
      K key = keys.next();
      E row = rows.find(key);
      if (row == null) {
        throw new IllegalStateException("the index names a row that is not there: " + key);
      }
      return row;
    }
  }
}
