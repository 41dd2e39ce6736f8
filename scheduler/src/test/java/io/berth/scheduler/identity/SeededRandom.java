package io.berth.scheduler.identity;

import io.berth.scheduler.store.Seeds;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.random.RandomGenerator;

/** Randomness that is the same in each run, where the JDK's interfaces want a secure one. */
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  SeededRandom(long seed) {
    super(new Source(seed), null);
  }

  private static final class Source extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;
    private final transient RandomGenerator random;

    Source(long seed) {
      this.random = Seeds.random(seed);
    }

    @Override
    protected void engineSetSeed(byte[] seed) {}

    @Override
    protected void engineNextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
      byte[] seed = new byte[count];
      random.nextBytes(seed);
      return seed;
    }
  }
}
