package io.berth.tests.bench;

import java.time.Duration;

/**
 * How much of everything the benchmark of many agents does, so that a test can run it small.
 *
 * @param agents at most; as many come as join in time
 * @param joining the time in which they may join
 * @param quiet how long heartbeats alone are looked at
 */
record ScaleSizes(
    int agents, int tasksPerAgent, Duration joining, Duration quiet, int callsPerSecond) {

  static ScaleSizes full() {
    return new ScaleSizes(10_000, 2, Duration.ofSeconds(80), Duration.ofSeconds(20), 20);
  }

  static ScaleSizes quick() {
    return new ScaleSizes(200, 2, Duration.ofSeconds(60), Duration.ofSeconds(3), 20);
  }
}
