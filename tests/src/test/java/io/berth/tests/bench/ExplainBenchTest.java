package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: the benchmark measures what it promises. Method: a small run, not timed. */
final class ExplainBenchTest {

  @Test
  void quickRunFillsItsTable() throws Exception {
    ExplainReport report = ExplainBench.measure(List.of("--quick"));

    assertEquals(4, report.rows().size());
    report.rows().forEach(row -> assertEquals(5, row.size(), row::toString));
    assertEquals("0", report.rows().getLast().get(3));
    assertTrue(report.markdown().contains("20 hosts and 200 tasks"), report::markdown);
  }

  @Test
  void unknownOptionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ExplainBench.measure(List.of("--quickly")));
  }
}
