package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The store of a running scheduler: one platform thread is the writer, since RocksDB's native calls
 * would hold a virtual thread's carrier. When the journal fails, every waiting call fails, nothing
 * more is accepted, and {@code onFailure} is told once; it ends the process, because memory is now
 * ahead of the disk.
 */
public final class ThreadedStore implements StateStore, AutoCloseable {
  private final Lanes lanes;
  private final Publication publication = new Publication();
  private final Committer committer;
  private final Consumer<Throwable> onFailure;
  private final Thread writer;

  public ThreadedStore(
      Journal journal, StoreLimits limits, LongSupplier nanoTime, Consumer<Throwable> onFailure) {
    this.lanes = new Lanes(limits);
    this.committer = new Committer(journal, limits, nanoTime, publication);
    this.onFailure = onFailure;
    this.writer = Thread.ofPlatform().name("store-writer").unstarted(this::write);
  }

  /** Loads the journal and begins to serve. */
  public void start() throws StorageException {
    committer.load();
    writer.start();
  }

  @Override
  public <T extends @Nullable Object> T update(Lane lane, Transaction<T> transaction) {
    if (Thread.currentThread().equals(writer)) {
      throw new IllegalStateException("a transaction must not begin another one");
    }
    Call<T> call = new Call<>(transaction);
    lanes.add(lane, call);
    return call.await();
  }

  @Override
  public Snapshot snapshot() {
    return publication.snapshot();
  }

  @Override
  public Watch watch(Set<Table<?, ?>> tables, int mostPendingChanges) {
    return publication.watch(tables, mostPendingChanges);
  }

  /**
   * Takes nothing new, finishes what waits, and ends the writer; closing the journal is up to who
   * opened it.
   */
  @Override
  public void close() {
    lanes.close(new StoreClosedException("the store is closed", null));
    boolean interrupted = false;
    while (writer.isAlive() && !Thread.currentThread().equals(writer)) {
      try {
        writer.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    publication.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    List<Call<?>> taken = new ArrayList<>();
    try {
      while (lanes.awaitWork()) {
        committer.commit(lanes::poll, taken);
      }
    } catch (StorageException | RuntimeException | Error failure) {
      fail(failure, taken);
    }
  }

  private void fail(Throwable failure, List<Call<?>> taken) {
    StoreClosedException reason =
        new StoreClosedException("the store failed and the process ends", failure);
    lanes.close(reason);
    taken.addAll(lanes.drain());
    publication.close();
    taken.forEach(call -> call.fail(reason));
    onFailure.accept(failure);
  }
}
