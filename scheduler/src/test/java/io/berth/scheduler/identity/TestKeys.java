package io.berth.scheduler.identity;

import java.security.SecureRandom;

/** What tests of other rooms need to have an identity room of their own. */
public final class TestKeys {
  private TestKeys() {}

  /** Chance that is the same each time. */
  public static SecureRandom random(long seed) {
    return new SeededRandom(seed);
  }

  public static MasterKey masterKey() {
    return new MasterKey(MasterKey.generate(new SeededRandom(42)));
  }
}
