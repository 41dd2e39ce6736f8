package io.berth.tests.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.e2e.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * As many seeds as a time allows: all must be good, and every fault and move must have been among
 * them. {@code BERTH_SIM_SECONDS} sets the time.
 */
@Tag("e2e")
@Timeout(7_200)
final class SimulationBatchTest {
  private static final Duration USUAL = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(20);

  @Test
  void firstSeedsAreGoodAndSeeEverything() {
    run(1, asked().orElse(USUAL));
  }

  @Test
  @Tag("full")
  void seedsThatNobodyHasTriedAreGood() {
    Seed first = Seed.announced("simulation");
    run(first.value(), asked().orElse(LONG));
  }

  private static Optional<Duration> asked() {
    return Optional.ofNullable(System.getenv("BERTH_SIM_SECONDS"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private static void run(long first, Duration time) {
    var counts = new Counts();
    long end = System.nanoTime() + time.toNanos();
    long seed = first;
    while (seed < first + Counts.SEEDS_FOR_ALL || System.nanoTime() - end < 0) {
      Simulation.Verdict verdict = Simulation.run(seed);
      assertTrue(verdict.isGood(), verdict::report);
      counts.add(verdict.counts());
      seed++;
    }
    System.out.printf("simulation: seeds %d to %d%n%s", first, seed - 1, counts.table());
    assertEquals(List.of(), counts.missing(), "never seen");
  }
}
