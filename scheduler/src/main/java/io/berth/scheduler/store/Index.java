package io.berth.scheduler.store;

import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds a table's rows by a value in them, in key order. It holds keys, not rows, so that a row
 * which changes without changing this value costs the index nothing. A row without the value (null)
 * is not in the index.
 */
public final class Index<V extends Comparable<? super V>, K extends Comparable<? super K>, E> {
  private final String name;
  private final Function<E, @Nullable V> valueOf;
  private final boolean isShared;

  /** By a value that few rows share, such as a time or a name. */
  Index(String name, Function<E, @Nullable V> valueOf) {
    this(name, valueOf, false);
  }

  private Index(String name, Function<E, @Nullable V> valueOf, boolean isShared) {
    this.name = name;
    this.valueOf = valueOf;
    this.isShared = isShared;
  }

  /** By a value that many rows share. */
  static <V extends Comparable<? super V>, K extends Comparable<? super K>, E>
      Index<V, K, E> ofMany(String name, Function<E, @Nullable V> valueOf) {
    return new Index<>(name, valueOf, true);
  }

  IndexRows<V, K, E> newRows() {
    return isShared ? new GroupedIndexRows<>(this) : new SortedIndexRows<>(this);
  }

  @Nullable V valueOf(E row) {
    return valueOf.apply(row);
  }

  SortedTree<Entry<V, K>, Entry<V, K>> newTree() {
    return new SortedTree<>(Function.identity(), Entry.order());
  }

  @Override
  public String toString() {
    return name;
  }

  /** One row's place in the index; without a key, the place before all rows of the value. */
  record Entry<V extends Comparable<? super V>, K extends Comparable<? super K>>(
      V value, @Nullable K key) {

    static <V extends Comparable<? super V>, K extends Comparable<? super K>>
        Comparator<Entry<V, K>> order() {
      return (left, right) -> {
        // Rows mostly share the value they are found by, and to compare it is most of the work.
        int byValue = left.value == right.value ? 0 : left.value.compareTo(right.value);
        return byValue != 0 ? byValue : compareKeys(left.key, right.key);
      };
    }

    private static <K extends Comparable<? super K>> int compareKeys(
        @Nullable K left, @Nullable K right) {
      if (left == null || right == null) {
        return Boolean.compare(left != null, right != null);
      }
      return left.compareTo(right);
    }
  }
}
