package io.berth.scheduler.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All tables together: the writer's growing ones, or a frozen copy of them that is published. */
final class TableSet implements Snapshot {
  private final Map<Table<?, ?>, Rows<?, ?>> tables = new HashMap<>();
  private Version version;

  TableSet() {
    this(new Version(0, 0));
    for (Table<?, ?> table : Tables.ALL) {
      tables.put(table, new Rows<>(table));
    }
  }

  private TableSet(Version version) {
    this.version = version;
  }

  TableSet frozenAs(Version durable) {
    TableSet frozen = new TableSet(durable);
    tables.forEach((table, rows) -> frozen.tables.put(table, rows.frozen()));
    version = durable;
    return frozen;
  }

  /** Tables that go on from these frozen ones, and of which these see nothing. */
  TableSet grown() {
    TableSet grown = new TableSet(version);
    tables.forEach((table, rows) -> grown.tables.put(table, rows.grown()));
    return grown;
  }

  @Override
  public Scratch scratch() {
    return new Scratch(grown());
  }

  @Override
  public Version version() {
    return version;
  }

  @Override
  public <K extends Comparable<? super K>, E> Optional<E> find(Table<K, E> table, K key) {
    return rowsOf(table).find(key);
  }

  @Override
  public <K extends Comparable<? super K>, E> Iterable<E> rows(Table<K, E> table) {
    return rowsOf(table)::iterator;
  }

  @Override
  public <K extends Comparable<? super K>, E> Iterable<E> rowsFrom(Table<K, E> table, K key) {
    return () -> rowsOf(table).iteratorFrom(key);
  }

  @Override
  public <V extends Comparable<? super V>, K extends Comparable<? super K>, E> Iterable<E> rowsWith(
      Table<K, E> table, Index<V, K, E> index, V value) {
    return () -> rowsOf(table).iteratorWith(index, value);
  }

  @Override
  public <V extends Comparable<? super V>, K extends Comparable<? super K>, E> Iterable<E> rowsBy(
      Table<K, E> table, Index<V, K, E> index) {
    return () -> rowsOf(table).iteratorBy(index);
  }

  @Override
  public <V extends Comparable<? super V>, K extends Comparable<? super K>, E, S> S sum(
      Table<K, E> table, Tally<V, E, S> tally, V value) {
    return rowsOf(table).sum(tally, value);
  }

  @Override
  public int count(Table<?, ?> table) {
    return anyRows(table).size();
  }

  <K extends Comparable<? super K>, E> Rows<K, E> rowsOf(Table<K, E> table) {
    @SuppressWarnings("unchecked") // each table was put with rows of its own types
    Rows<K, E> found = (Rows<K, E>) anyRows(table);
    return found;
  }

  private Rows<?, ?> anyRows(Table<?, ?> table) {
    Rows<?, ?> found = tables.get(table);
    if (found == null) {
      throw new IllegalStateException("not a table of this store: " + table);
    }
    return found;
  }
}
