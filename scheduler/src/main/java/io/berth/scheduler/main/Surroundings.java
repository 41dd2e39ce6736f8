package io.berth.scheduler.main;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What a process takes from outside and a test gives it: the time of day, a steady clock, chance.
 */
public record Surroundings(InstantSource clock, LongSupplier nanoTime, SecureRandom random) {

  public static Surroundings ofThisMachine() {
    return new Surroundings(InstantSource.system(), System::nanoTime, new SecureRandom());
  }
}
