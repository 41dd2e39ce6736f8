package io.berth.tests.bench;

import java.time.Duration;

/** How much of everything the footprint benchmark does, so that a test can run it small. */
record FootprintSizes(int containers, int hosts, int tasks, Duration rest) {

  static FootprintSizes full() {
    return new FootprintSizes(20, 50, 1_000, Duration.ofSeconds(60));
  }

  static FootprintSizes quick() {
    return new FootprintSizes(1, 2, 20, Duration.ofMillis(500));
  }
}
