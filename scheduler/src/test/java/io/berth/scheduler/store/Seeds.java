package io.berth.scheduler.store;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;

/**
 * Seeds for property tests. A failure shows its seed in the test's name; {@code BERTH_SEED=N} runs
 * that one alone.
 */
public final class Seeds {
  private Seeds() {}

  /** The seed that was asked for, else the first {@code count} ones. */
  public static LongStream first(int count) {
    Optional<Long> asked = asked();
    return asked.map(LongStream::of).orElseGet(() -> LongStream.rangeClosed(1, count));
  }

  /** The seed that the environment names. */
  static Optional<Long> asked() {
    return Optional.ofNullable(System.getenv("BERTH_SEED")).map(Long::valueOf);
  }

  public static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(seed);
  }
}
