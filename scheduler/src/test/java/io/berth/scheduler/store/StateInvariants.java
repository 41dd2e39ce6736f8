package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What must hold of the tables after every step, whatever was done: sorted by key, counted right,
 * indexes in step.
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
  }

  private static <V extends Comparable<? super V>, K extends Comparable<? super K>, E>
      void checkIndex(ReadTx state, Table<K, E> table, Index<V, K, E> index) {
    TreeSet<V> values = new TreeSet<>();
    state.rows(table).forEach(row -> values.add(index.valueOf(row)));
    int found = 0;
    for (V value : values) {
      for (E row : state.rowsWith(table, index, value)) {
        require(index.valueOf(row).equals(value), index + " finds a stranger under " + value);
        found++;
      }
    }
    require(found == state.count(table), index + " finds " + found + " of " + state.count(table));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
