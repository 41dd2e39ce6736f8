package io.berth.scheduler.store;

import org.jspecify.annotations.Nullable;

/** Where transactions run: on the state itself, or on a {@link Scratch} of it. */
public interface Transactions {

  /** Runs the transaction and returns its answer. If it throws, nothing of it remains. */
  <T extends @Nullable Object> T update(Lane lane, Transaction<T> transaction);
}
