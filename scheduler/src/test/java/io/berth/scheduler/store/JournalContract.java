package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Cluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal with its archive promises; each implementation runs this suite. */
public abstract class JournalContract {
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private static final Instant NOON = Samples.NOON;

  private Opened opened = new Opened(new MemoryJournal(), new MemoryJournal());

  /** A journal and the archive that its batches fill. */
  public record Opened(Journal journal, Archive archive) {}

  /** Opens the same state again, as after a restart. */
  protected abstract Opened open() throws StorageException;

  /** Opens what a checkpoint wrote. */
  protected abstract Opened openCheckpoint(Journal from, Path directory) throws StorageException;

  /** A directory that does not exist, for a checkpoint. */
  protected abstract Path newDirectory();

  @BeforeEach
  void openFirst() throws StorageException {
    opened = open();
  }

  @AfterEach
  void close() {
    opened.journal().close();
  }

  @Test
  void newJournalIsEmptyAtNumberZero() throws StorageException {
    Loaded loaded = load();
    assertEquals(List.of(), loaded.rows());
    assertEquals(0, loaded.version().number());
    assertTrue(loaded.version().epoch() > 0);
  }

  @Test
  void batchesAreThereAfterRestart() throws StorageException {
    append(inserted(Samples.cluster(1)), inserted(Samples.cluster(2)));
    append(removed(Samples.cluster(1)), inserted(Samples.cluster(3)));
    restart();
    Loaded loaded = load();
    assertEquals(List.of(Samples.cluster(2), Samples.cluster(3)), loaded.rows());
    assertEquals(2, loaded.version().number());
  }

  @Test
  void laterChangesOfOneRowInOneBatchWin() throws StorageException {
    append(inserted(Samples.cluster(1)), changed(Samples.cluster(1), Samples.cluster(1).deleted()));
    restart();
    assertEquals(List.of(Samples.cluster(1).deleted()), load().rows());
  }

  @Test
  void restartKeepsTheEpoch() throws StorageException {
    long epoch = load().version().epoch();
    append(inserted(Samples.cluster(1)));
    restart();
    assertEquals(epoch, load().version().epoch());
  }

  @Test
  void checkpointHoldsTheStateOfItsMomentInNewEpoch() throws StorageException {
    append(inserted(Samples.cluster(1)));
    Path directory = newDirectory();
    opened.journal().checkpoint(directory);
    append(inserted(Samples.cluster(2)));
    Version original = load().version();

    Opened copy = openCheckpoint(opened.journal(), directory);
    Loaded restored = load(copy.journal());
    copy.journal().close();

    assertEquals(List.of(Samples.cluster(1)), restored.rows());
    assertEquals(1, restored.version().number());
    assertTrue(restored.version().epoch() > original.epoch());
    assertEquals(List.of(Samples.cluster(1), Samples.cluster(2)), load().rows());
  }

  @Test
  void checkpointNeverOverwritesAnother() throws StorageException {
    Path directory = newDirectory();
    opened.journal().checkpoint(directory);
    assertThrows(StorageException.class, () -> opened.journal().checkpoint(directory));
  }

  @Test
  void archiveReadsOneSubjectOldestFirstWithinRange() throws StorageException {
    append(entry("web", 3), entry("web", 1), entry("webster", 2), entry("db", 2));
    append(entry("web", 2), entry("web", 9));
    restart();
    assertEquals(List.of(entry("web", 2), entry("web", 3)), read("web", 2, 9, 10));
    assertEquals(List.of(entry("web", 1), entry("web", 2)), read("web", 0, 99, 2));
    assertEquals(List.of(), read("nobody", 0, 99, 10));
  }

  @Test
  void archiveReadsNewestFirstTheSameEntries() throws StorageException {
    append(entry("web", 3), entry("web", 1), entry("webster", 2), entry("db", 2));
    append(entry("web", 2), entry("web", 9));
    restart();
    assertEquals(List.of(entry("web", 3), entry("web", 2)), readBack("web", 2, 9, 10));
    assertEquals(List.of(entry("web", 9), entry("web", 3)), readBack("web", 0, 99, 2));
    assertEquals(List.of(), readBack("web", 4, 9, 10));
    assertEquals(List.of(), readBack("nobody", 0, 99, 10));
    assertEquals(List.of(entry("webster", 2)), readBack("webster", 0, 99, 10));
  }

  @Test
  void equalEntriesAreAllKept() throws StorageException {
    append(entry("web", 1), entry("web", 1));
    append(entry("web", 1));
    assertEquals(3, read("web", 0, 2, 10).size());
  }

  @Test
  void expiryDropsTheOldestInBoundedSteps() throws StorageException {
    List<ArchiveEntry> many = new ArrayList<>();
    for (int at = 0; at < Archive.MOST_AT_ONCE + 10; at++) {
      many.add(entry("web", at));
    }
    append(many.toArray(ArchiveEntry[]::new));
    Instant before = NOON.plusSeconds(Archive.MOST_AT_ONCE + 5);
    assertEquals(Archive.MOST_AT_ONCE, opened.archive().expire(before));
    assertEquals(5, opened.archive().expire(before));
    assertEquals(0, opened.archive().expire(before));
    assertEquals(5, read("web", 0, 99_999, 100).size());
  }

  @Test
  void entriesFromBefore1970SortAndExpireToo() throws StorageException {
    append(
        new ArchiveEntry("web", Instant.ofEpochSecond(-5, 7), "start", NOTHING), entry("web", 1));
    assertEquals(1, opened.archive().expire(Instant.EPOCH));
    assertEquals(List.of(entry("web", 1)), read("web", 0, 10, 10));
  }

  private void restart() throws StorageException {
    opened.journal().close();
    opened = open();
  }

  private void append(Change<?, ?>... changes) throws StorageException {
    Version next = load().version().next();
    opened.journal().append(new Batch(next, List.of(changes), List.of()));
    restart();
  }

  private void append(ArchiveEntry... entries) throws StorageException {
    Version next = load().version().next();
    opened.journal().append(new Batch(next, List.of(), List.of(entries)));
    restart();
  }

  private Loaded load() throws StorageException {
    return load(opened.journal());
  }

  private static Loaded load(Journal journal) throws StorageException {
    List<Object> rows = new ArrayList<>();
    Version version =
        journal.load(
            new Journal.RowSink() {
              @Override
              public <K extends Comparable<? super K>, E> void row(Table<K, E> table, E row) {
                rows.add(row);
              }
            });
    return new Loaded(version, rows);
  }

  private List<ArchiveEntry> read(String subject, long from, long to, int limit)
      throws StorageException {
    return opened
        .archive()
        .read(new ArchiveRange(subject, NOON.plusSeconds(from), NOON.plusSeconds(to), limit));
  }

  private List<ArchiveEntry> readBack(String subject, long from, long to, int limit)
      throws StorageException {
    return opened
        .archive()
        .read(
            new ArchiveRange(
                subject,
                NOON.plusSeconds(from),
                NOON.plusSeconds(to),
                limit,
                ArchiveRange.Order.NEWEST_FIRST));
  }

  private static ArchiveEntry entry(String subject, long seconds) {
    return new ArchiveEntry(subject, NOON.plusSeconds(seconds), "placed", NOTHING);
  }

  private static Change<?, ?> inserted(Cluster row) {
    return new Change<>(Tables.CLUSTERS, row.name(), Optional.empty(), Optional.of(row));
  }

  private static Change<?, ?> removed(Cluster row) {
    return new Change<>(Tables.CLUSTERS, row.name(), Optional.of(row), Optional.empty());
  }

  private static Change<?, ?> changed(Cluster before, Cluster after) {
    return new Change<>(Tables.CLUSTERS, before.name(), Optional.of(before), Optional.of(after));
  }

  private record Loaded(Version version, List<Object> rows) {}
}
