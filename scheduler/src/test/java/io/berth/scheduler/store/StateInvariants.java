package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must hold of the tables after every step, whatever was done: sorted by key, counted right,
 * indexes and tallies in step.
 */
public final class StateInvariants {
  private StateInvariants() {}

  public static void check(ReadTx state) {
    for (Table<?, ?> table : Tables.ALL) {
      checkTable(state, table);
    }
  }

  private static <K extends Comparable<? super K>, E> void checkTable(
      ReadTx state, Table<K, E> table) {
    List<K> keys = new ArrayList<>();
    for (E row : state.rows(table)) {
      K key = table.keyOf(row);
      require(
          keys.isEmpty() || keys.getLast().compareTo(key) < 0, table + " is not sorted at " + key);
      require(state.find(table, key).orElseThrow().equals(row), table + " loses " + key);
      keys.add(key);
    }
    require(keys.size() == state.count(table), table + " counts " + state.count(table));
    for (Index<?, K, E> index : table.indexes()) {
      checkIndex(state, table, index);
    }
    for (Tally<?, E, ?> tally : table.tallies()) {
      checkTally(state, table, tally);
    }
  }

  private static <V extends Comparable<? super V>, K extends Comparable<? super K>, E>
      void checkIndex(ReadTx state, Table<K, E> table, Index<V, K, E> index) {
    TreeSet<V> values = new TreeSet<>();
    int having = 0;
    for (E row : state.rows(table)) {
      V value = index.valueOf(row);
      if (value != null) {
        values.add(value);
        having++;
      }
    }
    int found = 0;
    for (V value : values) {
      for (E row : state.rowsWith(table, index, value)) {
        require(value.equals(index.valueOf(row)), index + " finds a stranger under " + value);
        found++;
      }
    }
    require(found == having, index + " finds " + found + " of " + having);
    int inOrder = 0;
    for (E row : state.rowsBy(table, index)) {
      require(index.valueOf(row) != null, index + " has a row without the value: " + row);
      inOrder++;
    }
    require(inOrder == having, index + " walks over " + inOrder + " of " + having);
  }

  private static <V extends Comparable<? super V>, K extends Comparable<? super K>, E, S>
      void checkTally(ReadTx state, Table<K, E> table, Tally<V, E, S> tally) {
    Map<V, S> sums = new TreeMap<>();
    for (E row : state.rows(table)) {
      V value = tally.valueOf(row);
      if (value != null) {
        sums.put(value, tally.plus(sums.getOrDefault(value, tally.zero()), row));
      }
    }
    sums.forEach((value, sum) -> {
      S kept = state.sum(table, tally, value);
      require(kept.equals(sum), tally + " says " + kept + " but it is " + sum);
    });
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
