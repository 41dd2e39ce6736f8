package io.berth.tests.bench;

import java.time.Duration;

/**
 * How much of everything the footprint benchmark does, so that a test can run it small.
 *
 * @param rest for how long each process is watched at rest
 * @param guestRest the same of the agent with its containers, whose rest others pay for
 */
record FootprintSizes(int containers, int hosts, int tasks, Duration rest, Duration guestRest) {

  static FootprintSizes full() {
    return new FootprintSizes(20, 50, 1_000, Duration.ofSeconds(20), Duration.ofSeconds(60));
  }

  static FootprintSizes quick() {
    Duration rest = Duration.ofMillis(500);
    return new FootprintSizes(1, 2, 20, rest, rest);
  }
}
