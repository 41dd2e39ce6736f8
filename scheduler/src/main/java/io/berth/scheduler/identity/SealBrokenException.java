package io.berth.scheduler.identity;

import org.jspecify.annotations.Nullable;

/**
 * A sealed secret does not open: it was changed, moved to another row, or sealed under another
 * master key. Nothing helps but the right key or a restored state.
 */
public final class SealBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SealBrokenException(SealedPlace place, @Nullable Throwable cause) {
    super(
        "the secret of "
            + place.id()
            + " in "
            + place.table()
            + " does not open: the master key is another one, or the row was changed",
        cause);
  }
}
