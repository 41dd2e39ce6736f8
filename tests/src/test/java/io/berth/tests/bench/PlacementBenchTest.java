package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: the placement benchmark measures all that it promises. Method: a small run, not timed. */
final class PlacementBenchTest {

  @Test
  void quickRunFillsItsTable() throws Exception {
    PlacementReport report = PlacementBench.measure(List.of("--quick"));
    assertEquals(2, report.rows().size());
    report.rows().forEach(row -> assertEquals(8, row.size(), row::toString));
    assertTrue(report.markdown().contains("zones differ by"));
  }

  @Test
  void unknownOptionIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> PlacementBench.measure(List.of("--quickly")));
  }
}
