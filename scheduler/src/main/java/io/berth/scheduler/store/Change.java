package io.berth.scheduler.store;

import java.util.Optional;

/**
 * One row before and after: neither side present never happens, only {@code after} is an insert,
 * only {@code before} a removal.
 */
public record Change<K extends Comparable<? super K>, E>(
    Table<K, E> table, K key, Optional<E> before, Optional<E> after) {

  public Change {
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("a change needs a row before or after it");
    }
  }
}
