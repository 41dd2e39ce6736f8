package io.berth.scheduler.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All tables together: the writer's growing ones, or a frozen copy of them that is published. */
final class TableSet implements Snapshot {
  private static final Map<Table<?, ?>, Integer> PLACES = places();

  private final Rows<?, ?>[] tables;
  private Version version;

  TableSet() {
    this(new Version(0, 0));
    PLACES.forEach((table, place) -> tables[place] = new Rows<>(table));
  }

  private TableSet(Version version) {
    this.tables = new Rows<?, ?>[PLACES.size()];
    this.version = version;
  }

  private static Map<Table<?, ?>, Integer> places() {
    Map<Table<?, ?>, Integer> places = new HashMap<>();
    Tables.ALL.forEach(table -> places.put(table, places.size()));
    return places;
  }

  TableSet frozenAs(Version durable) {
    TableSet frozen = new TableSet(durable);
    for (int place = 0; place < tables.length; place++) {
      frozen.tables[place] = tables[place].frozen();
    }
    version = durable;
    return frozen;
  }

  /** Tables that go on from these frozen ones, and of which these see nothing. */
  TableSet grown() {
    TableSet grown = new TableSet(version);
    for (int place = 0; place < tables.length; place++) {
      grown.tables[place] = tables[place].grown();
    }
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
    Integer place = PLACES.get(table);
    if (place == null) {
      throw new IllegalStateException("not a table of this store: " + table);
    }
    return tables[place];
  }
}
