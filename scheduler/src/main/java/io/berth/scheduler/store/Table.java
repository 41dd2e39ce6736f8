package io.berth.scheduler.store;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * One kind of row that the store keeps: its name, its key, and the indexes and tallies beside it.
 */
public final class Table<K extends Comparable<? super K>, E> {
  private final String name;
  private final Function<E, K> keyOf;
  private final List<Index<?, K, E>> indexes;
  private final List<Tally<?, E, ?>> tallies;

  Table(String name, Function<E, K> keyOf, List<Index<?, K, E>> indexes) {
    this(name, keyOf, indexes, List.of());
  }

  Table(
      String name,
      Function<E, K> keyOf,
      List<Index<?, K, E>> indexes,
      List<Tally<?, E, ?>> tallies) {
    this.name = name;
    this.keyOf = keyOf;
    this.indexes = List.copyOf(indexes);
    this.tallies = List.copyOf(tallies);
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

  List<Tally<?, E, ?>> tallies() {
    return tallies;
  }

  SortedTree<K, E> newTree() {
    return new SortedTree<>(keyOf, Comparator.naturalOrder(), SortedTree::rankOf);
  }

  @Override
  public String toString() {
    return name;
  }
}
