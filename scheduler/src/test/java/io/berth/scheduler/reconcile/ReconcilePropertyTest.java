package io.berth.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.store.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a service: the bounds hold, and once nothing more happens it settles. */
class ReconcilePropertyTest {
  private static final int EVENTS = 120;
  private static final int ENOUGH_TURNS = 400;

  static LongStream seeds() {
    return Seeds.first(500);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void boundsHoldAndServiceSettles(long seed) {
    ServiceHistory history = new ServiceHistory(Seeds.random(seed));
    for (int event = 0; event < EVENTS; event++) {
      history.happen();
      history.turn();
    }
    history.calm();
    for (int turn = 0; turn < ENOUGH_TURNS && !history.isSettled(); turn++) {
      history.sleepUntilWoken();
      history.progress();
      history.turn();
    }
    assertTrue(history.isSettled(), () -> "does not settle: " + history.view());
  }
}
