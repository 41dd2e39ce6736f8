package io.berth.scheduler.store;

import java.util.Optional;

/** What can be asked of the tables at one moment; rows come in key order. */
public interface ReadTx {

  <K extends Comparable<? super K>, E> Optional<E> find(Table<K, E> table, K key);

  <K extends Comparable<? super K>, E> Iterable<E> rows(Table<K, E> table);

  /** The rows at and after the key, for paging. */
  <K extends Comparable<? super K>, E> Iterable<E> rowsFrom(Table<K, E> table, K key);

  /** The rows in which the indexed value is this one. */
  <V extends Comparable<? super V>, K extends Comparable<? super K>, E> Iterable<E> rowsWith(
      Table<K, E> table, Index<V, K, E> index, V value);

  /** The rows that have the indexed value, in the order of the values. */
  <V extends Comparable<? super V>, K extends Comparable<? super K>, E> Iterable<E> rowsBy(
      Table<K, E> table, Index<V, K, E> index);

  /** The sum over the rows with this value. */
  <V extends Comparable<? super V>, K extends Comparable<? super K>, E, S> S sum(
      Table<K, E> table, Tally<V, E, S> tally, V value);

  int count(Table<?, ?> table);
}
