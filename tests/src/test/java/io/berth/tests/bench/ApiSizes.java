package io.berth.tests.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much of everything the API benchmark does, so that a test can run it small.
 *
 * @param first how long the scheduler is under load before anything counts
 * @param paced calls per second where they begin at fixed times
 */
record ApiSizes(List<Integer> callers, int hosts, Duration first, Turns turns, int paced) {

  static ApiSizes named(String name) {
    return switch (name) {
      case "full" ->
          new ApiSizes(
              List.of(1, 8, 64, 256),
              10,
              Duration.ofSeconds(180),
              new Turns(7, Duration.ofSeconds(1), Duration.ofSeconds(2)),
              1_000);
      case "quick" ->
          new ApiSizes(
              List.of(1, 8),
              2,
              Duration.ofMillis(200),
              new Turns(2, Duration.ofMillis(200), Duration.ofMillis(100)),
              100);
      default -> throw new IllegalArgumentException("no such sizes: " + name);
    };
  }
}
