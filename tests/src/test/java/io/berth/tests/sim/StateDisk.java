package io.berth.tests.sim;

import io.berth.scheduler.history.History;
import io.berth.scheduler.store.ArchiveEntry;
import io.berth.scheduler.store.Batch;
import io.berth.scheduler.store.Journal;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The scheduler's disk, which outlives the scheduler: batches are written and then synced, and a
 * process can die before, between and after. A power cut keeps of what was not synced a beginning.
 */
final class StateDisk {
  private static final Duration FLUSH = Duration.ofSeconds(20);
  private static final Duration LATE = Duration.ofMillis(40);
  private static final int LINES_TO_ONE_LOST = 30;

  private final Surroundings world;
  private final MemoryJournal synced = new MemoryJournal();
  private final Deque<Batch> written = new ArrayDeque<>();
  private boolean failing;
  private int slowMillis;

  StateDisk(Surroundings world) {
    this.world = world;
    if (world.has(Defect.STATE_NOT_SYNCED)) {
      world.time().after(FLUSH, this::flushNowAndThen);
    }
  }

  /** What was written down of causes, as it would be read after a power cut. */
  History history() {
    return new History(synced);
  }

  /** The journal of one life. */
  Journal open(Life life) {
    // Whatever was written is what the next process reads.
    flush();
    return new Opened(life);
  }

  void cutPower() {
    int kept = world.random().nextInt(written.size() + 1);
    while (written.size() > kept) {
      written.removeLast();
    }
    flush();
  }

  /** The next write fails. */
  void failOnce() {
    failing = true;
  }

  /** From now on each write takes up to so long; 0 for none. */
  void slow(int mostMillis) {
    slowMillis = mostMillis;
  }

  private void flush() {
    written.forEach(batch -> synced.append(kept(batch)));
    written.clear();
  }

  private Batch kept(Batch batch) {
    if (!world.has(Defect.CAUSE_LOST)) {
      return batch;
    }
    List<ArchiveEntry> kept =
        batch.entries().stream()
            .filter(_ -> world.random().nextInt(LINES_TO_ONE_LOST) > 0)
            .toList();
    return new Batch(batch.version(), batch.changes(), kept);
  }

  /** What a system does by itself. */
  private void flushNowAndThen() {
    flush();
    world.time().after(FLUSH, this::flushNowAndThen);
  }

  private final class Opened implements Journal {
    private final Life life;

    private Opened(Life life) {
      this.life = life;
    }

    @Override
    public Version load(RowSink sink) {
      return synced.load(world.has(Defect.JOURNAL_FORGETS_TASK) ? new Forgetful(sink) : sink);
    }

    @Override
    public void append(Batch batch) throws StorageException {
      life.effect("a batch before its write");
      if (failing) {
        failing = false;
        if (world.random().nextBoolean()) {
          written.add(batch);
        }
        throw new StorageException(StorageException.Kind.FAULT, "the disk refused", null);
      }
      if (slowMillis > 0) {
        life.busyFor(world.millis(1, slowMillis));
      }
      if (world.has(Defect.ANSWER_BEFORE_COMMIT)) {
        life.after(LATE, () -> written.add(batch));
        return;
      }
      written.add(batch);
      life.effect("a batch before its sync");
      if (!world.has(Defect.STATE_NOT_SYNCED)) {
        flush();
      }
      life.effect("a batch after its sync");
    }

    @Override
    public void checkpoint(Path directory) {
      throw new IllegalStateException("nobody asks for checkpoints here");
    }

    @Override
    public void close() {}
  }

  private final class Forgetful implements Journal.RowSink {
    private static final int ONE_IN = 60;
    private final Journal.RowSink sink;

    private Forgetful(Journal.RowSink sink) {
      this.sink = sink;
    }

    @Override
    public <K extends Comparable<? super K>, E> void row(Table<K, E> table, E row) {
      Table<?, ?> tasks = Tables.TASKS;
      if (!table.equals(tasks) || world.random().nextInt(ONE_IN) > 0) {
        sink.row(table, row);
      }
    }
  }
}
