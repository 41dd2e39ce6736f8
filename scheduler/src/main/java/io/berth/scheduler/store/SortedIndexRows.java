package io.berth.scheduler.store;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** An index as one tree of values and keys: small where few rows share a value. */
record SortedIndexRows<V extends Comparable<? super V>, K extends Comparable<? super K>, E>(
    Index<V, K, E> index, SortedTree<Index.Entry<V, K>, Index.Entry<V, K>> entries)
    implements IndexRows<V, K, E> {

  SortedIndexRows(Index<V, K, E> index) {
    this(index, index.newTree());
  }

  @Override
  public IndexRows<V, K, E> frozen() {
    return new SortedIndexRows<>(index, entries.frozen());
  }

  @Override
  public IndexRows<V, K, E> grown() {
    return new SortedIndexRows<>(index, entries.grown());
  }

  @Override
  public void put(V value, K key) {
    entries.put(new Index.Entry<>(value, key));
  }

  @Override
  public void remove(V value, K key) {
    entries.remove(new Index.Entry<>(value, key));
  }

  @Override
  public Iterator<K> keysWith(V value) {
    return new Keys<>(entries.iteratorFrom(new Index.Entry<>(value, null)), value);
  }

  @Override
  public Iterator<K> keys() {
    return new Keys<>(entries.iterator(), null);
  }

  /** The keys of the entries of one value, or of all. */
  private static final class Keys<V extends Comparable<? super V>, K extends Comparable<? super K>>
      implements Iterator<K> {
    private final Iterator<Index.Entry<V, K>> entries;
    private final @Nullable V value;
    private @Nullable K next;

    Keys(Iterator<Index.Entry<V, K>> entries, @Nullable V value) {
      this.entries = entries;
      this.value = value;
      advance();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public K next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      K found = next;
      advance();
      return found;
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
