package io.berth.tests.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.store.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A few seeds at each build, and those that have found something. */
final class SimulationTest {
  private static final int SEEDS = 4;

  static LongStream seeds() {
    return Seeds.first(SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void clusterKeepsItsPromises(long seed) {
    Simulation.Verdict verdict = Simulation.run(seed);

    assertTrue(verdict.isGood(), verdict::report);
  }

  /** Seeds that have found a bug once; what they did then, a later change may have moved. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 23})
  void seedsThatHaveFoundABugFindNoneNow(long seed) {
    Simulation.Verdict verdict = Simulation.run(seed);

    assertTrue(verdict.isGood(), verdict::report);
  }

  @Test
  void oneSeedIsOneRun() {
    assertEquals(Simulation.run(3).story().sum(), Simulation.run(3).story().sum());
  }

  @Test
  void countsThatAreZeroAreNamed() {
    var counts = new Counts();
    counts.hit(Fault.PARTITION);
    counts.moved("told RUNNING");

    assertEquals(Fault.values().length + Counts.MOVES.size() - 2, counts.missing().size());
  }
}
