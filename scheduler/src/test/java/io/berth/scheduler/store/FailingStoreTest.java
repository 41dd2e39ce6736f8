package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers and the process learn when the journal fails, or when the lanes are full. */
@Timeout(60)
class FailingStoreTest {
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final CountDownLatch appending = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void failedAppendFailsItsCallersAndNothingIsPublished() throws StorageException {
    StorageException full =
        new StorageException(StorageException.Kind.FULL, "no space is left", null);
    try (ThreadedStore store = started(new BrokenJournal(full), StoreLimits.standard())) {
      StoreClosedException seen =
          assertThrows(StoreClosedException.class, () -> insert(store, Lane.API, 1));
      assertSame(full, seen.getCause());
      assertThrows(StoreClosedException.class, () -> insert(store, Lane.REPORTS, 2));
      assertEquals(0, store.snapshot().count(Tables.CLUSTERS));
      assertTrue(store.watch(Set.of(Tables.CLUSTERS), 10).poll().isPresent());
    }
    assertEquals(List.of(full), failures);
  }

  @Test
  void failedAppendFailsThoseWhoStillWaitToo() throws Exception {
    StorageException fault =
        new StorageException(StorageException.Kind.FAULT, "the disk is gone", null);
    List<Throwable> seen = new CopyOnWriteArrayList<>();
    try (ThreadedStore store = started(new SlowJournal(fault), StoreLimits.standard())) {
      Thread first = caller(store, Lane.API, 1, seen);
      appending.await();
      Thread second = caller(store, Lane.LOOPS, 2, seen);
      Thread third = caller(store, Lane.REPORTS, 3, seen);
      awaitParked(second);
      awaitParked(third);
      goOn.countDown();
      first.join();
      second.join();
      third.join();
    }
    assertEquals(3, seen.size());
    seen.forEach(each -> assertInstanceOf(StoreClosedException.class, each));
  }

  @Test
  void bugInTheWriterEndsTheStoreToo() throws StorageException {
    try (ThreadedStore store = started(new MemoryJournal(), StoreLimits.standard())) {
      Transaction<Boolean> overflowing =
          _ -> {
            throw new StackOverflowError("on purpose");
          };
      assertThrows(StoreClosedException.class, () -> store.update(Lane.API, overflowing));
    }
    assertInstanceOf(StackOverflowError.class, failures.getFirst());
  }

  /**
   * Goal: a full API lane refuses at once, a full report lane waits and is served when there is
   * room again.
   */
  @Test
  void fullApiLaneRefusesAndFullReportLaneWaits() throws Exception {
    StoreLimits one = new StoreLimits(1, 1, 1, 1, 1, StoreLimits.standard().batchTime());
    List<Throwable> seen = new CopyOnWriteArrayList<>();
    try (ThreadedStore store = started(new SlowJournal(null), one)) {
      Thread writing = caller(store, Lane.API, 1, seen);
      appending.await();
      Thread queuedCall = caller(store, Lane.API, 2, seen);
      awaitParked(queuedCall);
      assertThrows(LaneFullException.class, () -> insert(store, Lane.API, 3));
      Thread queuedReport = caller(store, Lane.REPORTS, 4, seen);
      awaitParked(queuedReport);
      Thread waitingReport = caller(store, Lane.REPORTS, 5, seen);
      awaitParked(waitingReport);
      goOn.countDown();
      for (Thread each : List.of(writing, queuedCall, queuedReport, waitingReport)) {
        each.join();
      }
      assertEquals(List.of(), seen);
      assertEquals(4, store.snapshot().count(Tables.CLUSTERS));
    }
  }

  @Test
  void closedStoreRefusesAndLeavesNothingUnanswered() throws StorageException {
    ThreadedStore store = started(new MemoryJournal(), StoreLimits.standard());
    insert(store, Lane.API, 1);
    Watch watch = store.watch(Set.of(Tables.CLUSTERS), 10);
    store.close();
    store.close();
    assertThrows(StoreClosedException.class, () -> insert(store, Lane.API, 2));
    WatchEvent closed = new WatchEvent.Ended(WatchEvent.Reason.CLOSED);
    assertEquals(closed, watch.poll().orElseThrow());
    assertEquals(closed, store.watch(Set.of(Tables.CLUSTERS), 10).poll().orElseThrow());
  }

  @Test
  void transactionWithinTransactionIsRefused() throws StorageException {
    try (ThreadedStore store = started(new MemoryJournal(), StoreLimits.standard())) {
      Transaction<Boolean> nested = _ -> store.update(Lane.API, _ -> true);
      assertThrows(IllegalStateException.class, () -> store.update(Lane.API, nested));
    }
  }

  @Test
  void interruptedCallerStillLearnsItsAnswer() throws StorageException {
    try (ThreadedStore store = started(new MemoryJournal(), StoreLimits.standard())) {
      Thread.currentThread().interrupt();
      insert(store, Lane.API, 1);
      assertTrue(Thread.interrupted());
      assertEquals(1, store.snapshot().count(Tables.CLUSTERS));
    }
  }

  private ThreadedStore started(Journal journal, StoreLimits limits) throws StorageException {
    ThreadedStore store = new ThreadedStore(journal, limits, System::nanoTime, failures::add);
    store.start();
    return store;
  }

  private static void insert(StateStore store, Lane lane, int number) {
    store.update(
        lane,
        tx -> {
          tx.insert(Tables.CLUSTERS, Samples.cluster(number));
          return true;
        });
  }

  private static Thread caller(StateStore store, Lane lane, int number, List<Throwable> seen) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            insert(store, lane, number);
          } catch (RuntimeException e) {
            seen.add(e);
          }
        });
  }

  /** A caller that waits has queued its call, or waits for room. */
  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  /** Fails each append. */
  private record BrokenJournal(StorageException fault) implements Journal {
    @Override
    public Version load(RowSink sink) {
      return new Version(1, 0);
    }

    @Override
    public void append(Batch batch) throws StorageException {
      throw fault;
    }

    @Override
    public void checkpoint(Path directory) {}

    @Override
    public void close() {}
  }

  /**
   * Holds its appends until the test says go on, and then fails if it has something to fail with.
   */
  private final class SlowJournal implements Journal {
    private final @Nullable StorageException fault;

    SlowJournal(@Nullable StorageException fault) {
      this.fault = fault;
    }

    @Override
    public Version load(RowSink sink) {
      return new Version(1, 0);
    }

    @Override
    public void append(Batch batch) throws StorageException {
      appending.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (fault != null) {
        throw fault;
      }
    }

    @Override
    public void checkpoint(Path directory) {}

    @Override
    public void close() {}
  }
}
