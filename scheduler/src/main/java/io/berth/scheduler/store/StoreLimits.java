package io.berth.scheduler.store;

import java.time.Duration;

/** How much may wait before the writer, and how much it takes into one batch. */
public record StoreLimits(
    int reportsWaiting,
    int apiWaiting,
    int loopsWaiting,
    int batchTransactions,
    int batchChanges,
    Duration batchTime) {

  public StoreLimits {
    int least = Math.min(Math.min(reportsWaiting, apiWaiting), loopsWaiting);
    if (Math.min(least, Math.min(batchTransactions, batchChanges)) < 1) {
      throw new IllegalArgumentException("every limit must be at least 1");
    }
  }

  /** What a scheduler runs with. */
  public static StoreLimits standard() {
    return new StoreLimits(4_096, 1_024, 256, 1_024, 16_384, Duration.ofMillis(5));
  }

  int waiting(Lane lane) {
    return switch (lane) {
      case REPORTS -> reportsWaiting;
      case API -> apiWaiting;
      case LOOPS -> loopsWaiting;
    };
  }
}
