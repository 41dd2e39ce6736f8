package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables as the writer sees them, ahead of what is durable; keeps what the present batch
 * changed, so that a transaction that throws is undone and the rest goes to the journal. Confined
 * to the writer's thread.
 */
final class Head implements WriteTx, Journal.RowSink {
  private final TableSet tables;
  private final Mirrors mirrors = new Mirrors();
  private final List<Change<?, ?>> changes = new ArrayList<>();
  private final List<ArchiveEntry> entries = new ArrayList<>();
  private boolean open;

  /** The epoch that this batch shall begin; one that is reached already changes nothing. */
  private long epoch;

  private long reachedEpoch;

  Head() {
    this(new TableSet());
  }

  Head(TableSet tables) {
    this.tables = tables;
  }

  /** Runs one transaction; an exception of it leaves nothing behind. */
  <T extends @Nullable Object> T run(Transaction<T> transaction) {
    Mark before = mark();
    boolean done = false;
    open = true;
    try {
      T answer = transaction.run(this);
      done = true;
      return answer;
    } finally {
      open = false;
      if (!done) {
        undoTo(before);
      }
    }
  }

  /** A moment of the present batch. */
  record Mark(int changes, int entries, long epoch) {}

  Mark mark() {
    return new Mark(changes.size(), entries.size(), epoch);
  }

  /** Takes back all that the batch has changed since. */
  void undoTo(Mark mark) {
    undoChangesTo(mark.changes());
    entries.subList(mark.entries(), entries.size()).clear();
    epoch = mark.epoch();
  }

  List<Change<?, ?>> changesAfter(int count) {
    return List.copyOf(changes.subList(count, changes.size()));
  }

  boolean isClean() {
    return changes.isEmpty() && entries.isEmpty() && epoch <= reachedEpoch;
  }

  /** What follows this version, in the epoch that was asked for. */
  Version after(Version newest) {
    Version next = newest.next();
    return epoch > next.epoch() ? new Version(epoch, next.number()) : next;
  }

  int changeCount() {
    return changes.size() + entries.size();
  }

  int rowChangeCount() {
    return changes.size();
  }

  Batch batch(Version version) {
    return new Batch(version, changes, entries);
  }

  /** Ends the batch: what it changed is durable now. */
  TableSet frozenAs(Version version) {
    changes.clear();
    entries.clear();
    reachedEpoch = version.epoch();
    return tables.frozenAs(version);
  }

  @Override
  public <K extends Comparable<? super K>, E> void row(Table<K, E> table, E row) {
    tables.rowsOf(table).put(table.keyOf(row), row);
  }

  @Override
  public <K extends Comparable<? super K>, E> void insert(Table<K, E> table, E row) {
    K key = table.keyOf(row);
    Rows<K, E> rows = rowsToChange(table);
    // To put first and look at what was there costs one search instead of two.
    E before = rows.put(key, row);
    if (before != null) {
      rows.put(key, before);
      throw new IllegalStateException("there is a row already: table=" + table + " key=" + key);
    }
    changes.add(new Change<>(table, key, Optional.empty(), Optional.of(row)));
    mirrors.moved(table, null, row);
  }

  @Override
  public <K extends Comparable<? super K>, E> void update(Table<K, E> table, E row) {
    K key = table.keyOf(row);
    Rows<K, E> rows = rowsToChange(table);
    E before = rows.put(key, row);
    if (before == null) {
      rows.remove(key);
      throw new IllegalStateException("there is no such row: table=" + table + " key=" + key);
    }
    changes.add(new Change<>(table, key, Optional.of(before), Optional.of(row)));
    mirrors.moved(table, before, row);
  }

  @Override
  public <K extends Comparable<? super K>, E> void remove(Table<K, E> table, K key) {
    E before = rowsToChange(table).remove(key);
    if (before == null) {
      throw new IllegalStateException("there is no such row: table=" + table + " key=" + key);
    }
    changes.add(new Change<>(table, key, Optional.of(before), Optional.empty()));
    mirrors.moved(table, before, null);
  }

  @Override
  public <M extends Mirror> M mirror(Mirror.Kind<M> kind) {
    requireOpen();
    return mirrors.get(kind, this);
  }

  @Override
  public void archive(ArchiveEntry entry) {
    requireOpen();
    entries.add(entry);
  }

  @Override
  public void beginEpoch(long wanted) {
    requireOpen();
    epoch = Math.max(epoch, wanted);
  }

  @Override
  public <K extends Comparable<? super K>, E> Optional<E> find(Table<K, E> table, K key) {
    return tables.find(table, key);
  }

  @Override
  public <K extends Comparable<? super K>, E> Iterable<E> rows(Table<K, E> table) {
    return tables.rows(table);
  }

  @Override
  public <K extends Comparable<? super K>, E> Iterable<E> rowsFrom(Table<K, E> table, K key) {
    return tables.rowsFrom(table, key);
  }

  @Override
  public <V extends Comparable<? super V>, K extends Comparable<? super K>, E> Iterable<E> rowsWith(
      Table<K, E> table, Index<V, K, E> index, V value) {
    return tables.rowsWith(table, index, value);
  }

  @Override
  public <V extends Comparable<? super V>, K extends Comparable<? super K>, E> Iterable<E> rowsBy(
      Table<K, E> table, Index<V, K, E> index) {
    return tables.rowsBy(table, index);
  }

  @Override
  public <V extends Comparable<? super V>, K extends Comparable<? super K>, E, S> S sum(
      Table<K, E> table, Tally<V, E, S> tally, V value) {
    return tables.sum(table, tally, value);
  }

  @Override
  public int count(Table<?, ?> table) {
    return tables.count(table);
  }

  private <K extends Comparable<? super K>, E> Rows<K, E> rowsToChange(Table<K, E> table) {
    requireOpen();
    return tables.rowsOf(table);
  }

  /**
   * A transaction that handed its door to somebody else must not change state behind the journal's
   * back.
   */
  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the transaction has ended");
    }
  }

  private void undoChangesTo(int first) {
    List<Change<?, ?>> undone = List.copyOf(changes.subList(first, changes.size())).reversed();
    changes.subList(first, changes.size()).clear();
    // All rows come first: a mirror that fails must not leave some of them behind.
    undone.forEach(this::undo);
    for (Change<?, ?> change : undone) {
      mirrors.moved(change.table(), change.after().orElse(null), change.before().orElse(null));
    }
  }

  private <K extends Comparable<? super K>, E> void undo(Change<K, E> change) {
    Rows<K, E> rows = tables.rowsOf(change.table());
    if (change.before().isPresent()) {
      rows.put(change.key(), change.before().get());
    } else {
      rows.remove(change.key());
    }
  }
}
