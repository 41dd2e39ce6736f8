package io.berth.scheduler.foresight;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long an answer may take; one thread asks. */
public final class Budget {
  private final LongSupplier nanoTime;
  private final long end;

  private Budget(LongSupplier nanoTime, long end) {
    this.nanoTime = nanoTime;
    this.end = end;
  }

  /** So much from now on. */
  public static Budget of(Duration time, LongSupplier nanoTime) {
    return new Budget(nanoTime, nanoTime.getAsLong() + time.toNanos());
  }

  boolean isSpent() {
    return nanoTime.getAsLong() - end >= 0;
  }
}
