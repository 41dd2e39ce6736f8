package io.berth.tests.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulator that finds nothing proves nothing: each planted bug must be found. */
@Tag("e2e")
final class PlantedBugsTest {
  private static final int SEEDS = 40;
  private static final int MANY_SEEDS = 500;

  @ParameterizedTest
  @EnumSource(Defect.class)
  void plantedBugIsFoundByTheFirstSeeds(Defect bug) {
    assertTrue(Simulation.search(bug, 1, SEEDS).isPresent(), () -> bug + " hides");
  }

  /** Seeds that nobody has tuned a bug to. */
  @ParameterizedTest
  @Tag("full")
  @EnumSource(Defect.class)
  void plantedBugIsFoundByOtherSeeds(Defect bug) {
    assertTrue(Simulation.search(bug, 100_001, MANY_SEEDS).isPresent(), () -> bug + " hides");
  }
}
