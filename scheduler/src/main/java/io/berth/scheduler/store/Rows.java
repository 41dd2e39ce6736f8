package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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
      indexes.add(newIndex(index));
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

  private static <V extends Comparable<? super V>, K extends Comparable<? super K>, E>
      IndexRows<V, K, E> newIndex(Index<V, K, E> index) {
    return new IndexRows<>(index, index.newTree());
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
    var from = entries(index).iteratorFrom(new Index.Entry<>(value, null));
    return new Matches<>(from, value);
  }

  <V extends Comparable<? super V>> Iterator<E> iteratorBy(Index<V, K, E> index) {
    return new Matches<>(entries(index).iterator(), null);
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

  private <V extends Comparable<? super V>>
      SortedTree<Index.Entry<V, K>, Index.Entry<V, K>> entries(Index<V, K, E> index) {
    for (IndexRows<?, K, E> candidate : indexes) {
      if (candidate.index == index) {
        @SuppressWarnings("unchecked") // the same index has the same value type
        IndexRows<V, K, E> found = (IndexRows<V, K, E>) candidate;
        return found.entries;
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

  /** One index of the table. */
  private record IndexRows<V extends Comparable<? super V>, K extends Comparable<? super K>, E>(
      Index<V, K, E> index, SortedTree<Index.Entry<V, K>, Index.Entry<V, K>> entries) {

    IndexRows<V, K, E> frozen() {
      return new IndexRows<>(index, entries.frozen());
    }

    IndexRows<V, K, E> grown() {
      return new IndexRows<>(index, entries.grown());
    }

    void moved(K key, @Nullable E before, @Nullable E after) {
      V from = before == null ? null : index.valueOf(before);
      V to = after == null ? null : index.valueOf(after);
      if (from != null && to != null && from.compareTo(to) == 0) {
        return;
      }
      if (from != null) {
        entries.remove(new Index.Entry<>(from, key));
      }
      if (to != null) {
        entries.put(new Index.Entry<>(to, key));
      }
    }
  }

  /** Follows the index entries of one value, or of all, to their rows. */
  private final class Matches<V extends Comparable<? super V>> implements Iterator<E> {
    private final Iterator<Index.Entry<V, K>> entries;
    private final @Nullable V value;
    private @Nullable K next;

    Matches(Iterator<Index.Entry<V, K>> entries, @Nullable V value) {
      this.entries = entries;
      this.value = value;
      advance();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public E next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      E row = rows.find(next);
      if (row == null) {
        throw new IllegalStateException("the index names a row that is not there: " + next);
      }
      advance();
      return row;
    }

    private void advance() {
      next = null;
      if (entries.hasNext()) {
        Index.Entry<V, K> entry = entries.next();
        if (value == null || entry.value().compareTo(value) == 0) {
          next = entry.key();
        }
      }
    }
  }
}
