package io.berth.tests.bench;

import java.time.Duration;
import java.util.List;

/** How much of everything the store benchmark does, so that a test can run it small. */
record StoreSizes(
    List<Integer> callers,
    int rounds,
    Duration round,
    Duration warmUp,
    List<Integer> publishedRows,
    int rowsPerRound,
    int tasks,
    int starts,
    String heap) {

  static StoreSizes named(String name) {
    return switch (name) {
      case "full" -> full();
      case "quick" -> quick();
      default -> throw new IllegalArgumentException("no such sizes: " + name);
    };
  }

  private static StoreSizes full() {
    return new StoreSizes(
        List.of(1, 8, 64, 256),
        7,
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        List.of(10_000, 100_000, 1_000_000),
        20_000,
        1_000_000,
        3,
        "-Xmx4g");
  }

  private static StoreSizes quick() {
    return new StoreSizes(
        List.of(1, 8),
        2,
        Duration.ofMillis(200),
        Duration.ofMillis(200),
        List.of(1_000, 10_000),
        2_000,
        20_000,
        1,
        "-Xmx256m");
  }
}
