package io.berth.scheduler.explain;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long changes may be looked for: whichever ends first.
 *
 * @param steps about as many as hosts that are judged, and tasks that are looked at
 * @param nanoTime a clock that only moves forward
 */
public record Patience(long steps, Duration time, LongSupplier nanoTime) {
  private static final long STEPS = 400_000;
  private static final Duration TIME = Duration.ofMillis(200);

  /** What a user waits for an explanation. */
  public static Patience usual(LongSupplier nanoTime) {
    return new Patience(STEPS, TIME, nanoTime);
  }

  /** Of who does not want to know what to change. */
  public static Patience none(LongSupplier nanoTime) {
    return new Patience(0, Duration.ZERO, nanoTime);
  }

  /** Spends it; for one search. */
  static final class Budget {
    private final LongSupplier nanoTime;
    private final long end;
    private long stepsLeft;
    private boolean isSpent;

    Budget(Patience patience) {
      this.nanoTime = patience.nanoTime;
      this.end = nanoTime.getAsLong() + patience.time.toNanos();
      this.stepsLeft = patience.steps;
    }

    /** Whether there is some left after this. */
    boolean spend(long steps) {
      stepsLeft -= steps;
      if (!isSpent) {
        isSpent = stepsLeft < 0 || nanoTime.getAsLong() - end > 0;
      }
      return !isSpent;
    }

    boolean isSpent() {
      return isSpent;
    }
  }
}
