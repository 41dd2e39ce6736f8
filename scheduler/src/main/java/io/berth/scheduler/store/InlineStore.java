package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The store without threads: each transaction is decided, written, published and answered before
 * {@code update} returns. For simulation and for tests, which give one thread its steps.
 */
public final class InlineStore implements StateStore {
  private final Publication publication = new Publication();
  private final Committer committer;
  private @Nullable StorageException failure;
  private boolean running;

  public InlineStore(Journal journal) {
    this.committer = new Committer(journal, StoreLimits.standard(), () -> 0, publication);
  }

  /** Loads the journal. */
  public void start() throws StorageException {
    committer.load();
  }

  @Override
  public <T extends @Nullable Object> T update(Lane lane, Transaction<T> transaction) {
    if (failure != null) {
      throw new StoreClosedException("the store has failed", failure);
    }
    if (running) {
      throw new IllegalStateException("a transaction must not begin another one");
    }
    running = true;
    Call<T> call = new Call<>(transaction);
    Iterator<Call<?>> only = List.<Call<?>>of(call).iterator();
    try {
      committer.commit(() -> only.hasNext() ? only.next() : null, new ArrayList<>());
    } catch (StorageException e) {
      failure = e;
      throw new StoreClosedException("the store failed and the process ends", e);
    } finally {
      running = false;
    }
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
}
