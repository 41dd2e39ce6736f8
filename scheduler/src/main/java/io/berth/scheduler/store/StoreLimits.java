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
