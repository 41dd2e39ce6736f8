package io.berth.scheduler.store;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** One index of a table, kept in step with its rows. */
interface IndexRows<V extends Comparable<? super V>, K extends Comparable<? super K>, E> {

  /** A copy that stays as it is now. */
  IndexRows<V, K, E> frozen();

  /** One that goes on from this frozen one. */
  IndexRows<V, K, E> grown();

  Index<V, K, E> index();

  /** The row of this key is new, changed or gone. */
  default void moved(K key, @Nullable E before, @Nullable E after) {
    V from = before == null ? null : index().valueOf(before);
    V to = after == null ? null : index().valueOf(after);
    if ((from == null && to == null) || (from != null && to != null && from.compareTo(to) == 0)) {
      return;
    }
    if (from != null) {
      remove(from, key);
    }
    if (to != null) {
      put(to, key);
    }
  }

  void put(V value, K key);

  void remove(V value, K key);

  /** The keys of the rows with this value, in order. */
  Iterator<K> keysWith(V value);

  /** The keys of all rows that have a value, by value and then by key. */
  Iterator<K> keys();
}
