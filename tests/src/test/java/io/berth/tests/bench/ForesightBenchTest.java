package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: the foresight benchmark measures all that it promises. Method: a small run, not timed. */
final class ForesightBenchTest {

  @Test
  void quickRunFillsItsTable() throws Exception {
    ForesightReport report = ForesightBench.measure(List.of("--quick"));
    assertEquals(1, report.rows().size());
    assertEquals(7, report.rows().getFirst().size(), report::markdown);
    assertTrue(report.markdown().contains("20 of 20"));
  }

  @Test
  void unknownOptionIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> ForesightBench.measure(List.of("--quickly")));
  }
}
