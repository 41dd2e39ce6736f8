package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tables as a watcher knows them: the snapshot at its start and every change since. Each change
 * must fit what the copy holds, so a change that is missed, doubled or out of order is found at
 * once.
 */
final class WatchedCopy implements AutoCloseable {
  private final Watch watch;
  private final Map<Table<?, ?>, TreeMap<Object, Object>> tables = new HashMap<>();
  private Version newest;

  WatchedCopy(Watch watch) {
    this.watch = watch;
    this.newest = watch.start().version();
    for (Table<?, ?> table : Tables.ALL) {
      tables.put(table, new TreeMap<>());
      copy(table);
    }
  }

  void requireCaughtUp(Snapshot snapshot) {
    for (Optional<WatchEvent> event = watch.poll(); event.isPresent(); event = watch.poll()) {
      take(event.get());
    }
    for (Table<?, ?> table : Tables.ALL) {
      requireSame(table, snapshot);
    }
  }

  void take(WatchEvent event) {
    switch (event) {
      case WatchEvent.Changed(var commit) -> {
        assertTrue(newest.compareTo(commit.version()) < 0, "versions rise");
        newest = commit.version();
        commit.changes().forEach(this::apply);
      }
      case WatchEvent.Ended(var reason) -> throw new AssertionError("watch ended: " + reason);
    }
  }

  Version newest() {
    return newest;
  }

  @Override
  public void close() {
    watch.close();
  }

  private void apply(Change<?, ?> change) {
    Map<Object, Object> rows = rows(change.table());
    assertEquals(Optional.ofNullable(rows.get(change.key())), change.before());
    if (change.after().isPresent()) {
      rows.put(change.key(), change.after().get());
    } else {
      rows.remove(change.key());
    }
  }

  private <K extends Comparable<? super K>, E> void copy(Table<K, E> table) {
    for (E row : watch.start().rows(table)) {
      rows(table).put(table.keyOf(row), row);
    }
  }

  private <K extends Comparable<? super K>, E> void requireSame(
      Table<K, E> table, Snapshot snapshot) {
    List<Object> published = new ArrayList<>();
    snapshot.rows(table).forEach(published::add);
    assertEquals(published, List.copyOf(rows(table).values()));
  }

  private Map<Object, Object> rows(Table<?, ?> table) {
    return tables.computeIfAbsent(table, _ -> new TreeMap<>());
  }
}
