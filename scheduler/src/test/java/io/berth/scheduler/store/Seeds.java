package io.berth.scheduler.store;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;

/**
 * Seeds for property tests. A failure shows its seed in the test's name; {@code -Dberth.seed=N}
 * runs that one alone.
 */
public final class Seeds {
  private Seeds() {}

  /** The seed that was asked for, else the first {@code count} ones. */
  public static LongStream first(int count) {
    Long asked = Long.getLong("berth.seed");
    return asked == null ? LongStream.rangeClosed(1, count) : LongStream.of(asked);
  }

  public static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(seed);
  }
}
