package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: the drain benchmark measures all that it promises. Method: a small run, not timed. */
final class DrainBenchTest {

  @Test
  @Tag("e2e")
  void quickRunFillsItsTableAndLosesNothing() throws Exception {
    DrainReport report = DrainBench.measure(List.of("--quick"));
    assertEquals(4, report.rows().size());
    assertTrue(report.answered() > 0);
    assertEquals(0, report.failed(), () -> report.loads().toString());
  }

  @Test
  void unknownOptionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> DrainBench.measure(List.of("--quickly")));
  }
}
