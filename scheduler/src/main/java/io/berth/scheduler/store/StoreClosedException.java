package io.berth.scheduler.store;

import org.jspecify.annotations.Nullable;

/**
 * The store ended before the transaction's fate was known: it may or may not be found at the next
 * start.
 */
public final class StoreClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
