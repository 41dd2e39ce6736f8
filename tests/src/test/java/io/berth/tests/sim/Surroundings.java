package io.berth.tests.sim;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What everything in one run shares: time, chance, the story, and what is counted and found. */
record Surroundings(
    VirtualTime time,
    RandomGenerator random,
    Story story,
    Counts counts,
    Findings findings,
    Optional<Defect> defect) {

  boolean has(Defect planted) {
    return defect.filter(planted::equals).isPresent();
  }

  /** A planted bug shows now and then only, or the first seed would find each. */
  boolean strikes(Defect planted, int oneIn) {
    return has(planted) && random.nextInt(oneIn) == 0;
  }

  Duration millis(int least, int most) {
    return Duration.ofMillis(random.nextInt(least, most + 1));
  }

  Duration micros(int least, int most) {
    return Duration.ofNanos(1_000L * random.nextInt(least, most + 1));
  }

  Duration seconds(int least, int most) {
    return millis(1_000 * least, 1_000 * most);
  }
}
