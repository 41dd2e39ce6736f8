package io.berth.scheduler.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A journal and archive that live as long as this object: for simulation and for tests, where
 * "restart" means to load the same one into a new store. Methods are synchronized because the
 * archive is read beside the writer.
 */
public final class MemoryJournal implements Journal, Archive {
  private final Map<Table<?, ?>, Map<?, ?>> tables = new HashMap<>();
  private final Map<String, List<ArchiveEntry>> entries = new HashMap<>();
  private final Map<Path, MemoryJournal> checkpoints = new HashMap<>();
  private Version version;

  public MemoryJournal() {
    this(new Version(1, 0));
  }

  private MemoryJournal(Version version) {
    this.version = version;
  }

  @Override
  public synchronized Version load(RowSink sink) {
    for (Table<?, ?> table : Tables.ALL) {
      loadTable(table, sink);
    }
    return version;
  }

  @Override
  public synchronized void append(Batch batch) {
    batch.changes().forEach(this::apply);
    for (ArchiveEntry entry : batch.entries()) {
      entries.computeIfAbsent(entry.subject(), _ -> new ArrayList<>()).add(entry);
    }
    version = batch.version();
  }

  @Override
  public synchronized void checkpoint(Path directory) throws StorageException {
    if (checkpoints.containsKey(directory)) {
      throw new StorageException(
          StorageException.Kind.FAULT, "a checkpoint needs a new directory: " + directory, null);
    }
    MemoryJournal copy = new MemoryJournal(new Version(version.epoch() + 1, version.number()));
    tables.forEach((table, rows) -> copy.tables.put(table, new HashMap<>(rows)));
    entries.forEach((subject, kept) -> copy.entries.put(subject, new ArrayList<>(kept)));
    checkpoints.put(directory, copy);
  }

  /** What a checkpoint wrote, opened. */
  public synchronized MemoryJournal checkpointAt(Path directory) {
    MemoryJournal copy = checkpoints.get(directory);
    if (copy == null) {
      throw new IllegalArgumentException("no checkpoint was made at " + directory);
    }
    return copy;
  }

  @Override
  public void close() {}

  @Override
  public synchronized List<ArchiveEntry> read(ArchiveRange range) {
    List<ArchiveEntry> oldestFirst =
        entries.getOrDefault(range.subject(), List.of()).stream()
            .filter(entry -> !entry.at().isBefore(range.from()) && entry.at().isBefore(range.to()))
            .sorted(Comparator.comparing(ArchiveEntry::at))
            .toList();
    List<ArchiveEntry> inOrder =
        switch (range.order()) {
          case OLDEST_FIRST -> oldestFirst;
          case NEWEST_FIRST -> oldestFirst.reversed();
        };
    return List.copyOf(inOrder.subList(0, Math.min(range.limit(), inOrder.size())));
  }

  @Override
  public synchronized int expire(Instant before) {
    List<ArchiveEntry> dropped =
        entries.values().stream()
            .flatMap(List::stream)
            .filter(entry -> entry.at().isBefore(before))
            .sorted(Comparator.comparing(ArchiveEntry::at))
            .limit(MOST_AT_ONCE)
            .toList();
    // One at a time: equal ones are as many entries.
    for (ArchiveEntry entry : dropped) {
      List<ArchiveEntry> ofSubject = entries.getOrDefault(entry.subject(), List.of());
      ofSubject.remove(entry);
      if (ofSubject.isEmpty()) {
        entries.remove(entry.subject());
      }
    }
    return dropped.size();
  }

  private <K extends Comparable<? super K>, E> void loadTable(Table<K, E> table, RowSink sink) {
    // A journal on disk brings them in order, too.
    new TreeMap<>(rowsOf(table)).values().forEach(row -> sink.row(table, row));
  }

  private <K extends Comparable<? super K>, E> void apply(Change<K, E> change) {
    if (change.after().isPresent()) {
      rowsOf(change.table()).put(change.key(), change.after().get());
    } else {
      rowsOf(change.table()).remove(change.key());
    }
  }

  @SuppressWarnings("unchecked") // each table is put with rows of its own types
  private <K extends Comparable<? super K>, E> Map<K, E> rowsOf(Table<K, E> table) {
    return (Map<K, E>) tables.computeIfAbsent(table, _ -> new HashMap<K, E>());
  }
}
