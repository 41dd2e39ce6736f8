package io.berth.tests.e2e;

import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * The number from which a test draws its random moments; printed, and taken from the environment
 * variable BERTH_SEED to draw the same ones again.
 */
public record Seed(long value) {

  public static Seed announced(String test) {
    Seed seed =
        new Seed(
            Optional.ofNullable(System.getenv("BERTH_SEED"))
                .map(Long::parseLong)
                .orElseGet(System::nanoTime));
    System.out.println(test + ": BERTH_SEED=" + seed.value);
    return seed;
  }

  public RandomGenerator random() {
    return new Random(value);
  }
}
