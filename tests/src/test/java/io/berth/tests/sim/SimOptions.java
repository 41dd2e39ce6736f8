package io.berth.tests.sim;

import java.util.Arrays;
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
        case "--bug" -> bug = Optional.of(named(arguments[++index]));
        case "--bugs" -> bugs = true;
        default -> seed = OptionalLong.of(Long.parseLong(arguments[index]));
      }
    }
    return new SimOptions(seed, from, count, bug, bugs);
  }

  private static Defect named(String name) {
    return Arrays.stream(Defect.values())
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no bug " + name + " to plant, only " + Arrays.toString(Defect.values())));
  }
}
