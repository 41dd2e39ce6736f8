package io.berth.tests.sim;

import java.util.Optional;
import java.util.OptionalLong;

/** What was asked of {@code ./dev sim}. */
record SimOptions(
    OptionalLong seed, long from, long count, Optional<Defect> bug, boolean bugs) {
  private static final long USUAL_COUNT = 100;

  static SimOptions read(String[] arguments) {
    OptionalLong seed = OptionalLong.empty();
    long from = 1;
    long count = USUAL_COUNT;
    Optional<Defect> bug = Optional.empty();
    boolean bugs = false;
    for (int index = 0; index < arguments.length; index++) {
      switch (arguments[index]) {
        case "--seeds" -> count = Long.parseLong(arguments[++index]);
        case "--from" -> from = Long.parseLong(arguments[++index]);
        case "--bug" -> bug = Optional.of(Defect.valueOf(arguments[++index]));
        case "--bugs" -> bugs = true;
        default -> seed = OptionalLong.of(Long.parseLong(arguments[index]));
      }
    }
    return new SimOptions(seed, from, count, bug, bugs);
  }
}
