package io.berth.scheduler.store;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The door to the state. */
public interface StateStore extends Transactions {

  /**
   * Runs the transaction on the writer and returns its answer once everything that it changed is on
   * disk and published. An exception of the transaction is thrown here, and nothing has changed.
   *
   * @throws LaneFullException when the API lane is full: nothing was done
   * @throws StoreClosedException when the store ended first
   */
  @Override
  <T extends @Nullable Object> T update(Lane lane, Transaction<T> transaction);

  /**
   * The newest durable state; never waits, and holds everything that this caller was told is done.
   */
  Snapshot snapshot();

  /** Begins to watch some tables; a watcher that lets more changes than this pile up is cut off. */
  Watch watch(Set<Table<?, ?>> tables, int mostPendingChanges);
}
