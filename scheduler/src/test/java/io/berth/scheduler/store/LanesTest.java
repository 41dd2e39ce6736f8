package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lanes are served in turn, whatever the others hold. */
class LanesTest {
  private final Lanes lanes = new Lanes(StoreLimits.standard());

  @Test
  void fullLaneDoesNotStarveTheOthers() {
    List<Call<?>> api = add(Lane.API, 5);
    List<Call<?>> reports = add(Lane.REPORTS, 2);
    List<Call<?>> loops = add(Lane.LOOPS, 1);
    assertEquals(
        List.of(
            reports.get(0),
            api.get(0),
            loops.get(0),
            reports.get(1),
            api.get(1),
            api.get(2),
            api.get(3),
            api.get(4)),
        takeAll());
    assertNull(lanes.poll());
  }

  @Test
  void closedLanesRefuseButKeepWhatTheyHold() {
    List<Call<?>> api = add(Lane.API, 1);
    lanes.close(new StoreClosedException("closed", null));
    assertThrows(StoreClosedException.class, () -> add(Lane.REPORTS, 1));
    assertEquals(api, takeAll());
    assertFalse(lanes.awaitWork());
  }

  @Test
  void reportsAloneWaitForCompanyButNotForEver() {
    List<Call<?>> report = add(Lane.REPORTS, 1);
    assertTrue(lanes.awaitWork());
    assertEquals(report, takeAll());
  }

  private List<Call<?>> add(Lane lane, int count) {
    List<Call<?>> calls = new ArrayList<>();
    for (int added = 0; added < count; added++) {
      Call<?> call = new Call<>(_ -> true);
      lanes.add(lane, call);
      calls.add(call);
    }
    return calls;
  }

  private List<Call<?>> takeAll() {
    List<Call<?>> taken = new ArrayList<>();
    for (Call<?> call = lanes.poll(); call != null; call = lanes.poll()) {
      taken.add(call);
    }
    return taken;
  }
}
