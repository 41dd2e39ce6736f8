package io.berth.scheduler.store;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** One kind of row that the store keeps: its name, its key and the indexes beside it. */
public final class Table<K extends Comparable<? super K>, E> {
  private final String name;
  private final Function<E, K> keyOf;
  private final List<Index<?, K, E>> indexes;

  Table(String name, Function<E, K> keyOf, List<Index<?, K, E>> indexes) {
    this.name = name;
    this.keyOf = keyOf;
    this.indexes = List.copyOf(indexes);
  }

  public String name() {
    return name;
  }

  public K keyOf(E row) {
    return keyOf.apply(row);
  }

  List<Index<?, K, E>> indexes() {
    return indexes;
  }

  SortedTree<K, E> newTree() {
    return new SortedTree<>(keyOf, Comparator.naturalOrder());
  }

  @Override
  public String toString() {
    return name;
  }
}
