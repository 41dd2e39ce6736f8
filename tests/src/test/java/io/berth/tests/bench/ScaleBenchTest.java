package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: the benchmark of many agents measures what it promises. Method: a small run, not timed. */
final class ScaleBenchTest {

  @Test
  @Tag("e2e")
  void quickRunFillsItsTableAndHostsThatHaveWhatTheyShallAreToldNothing() throws Exception {
    ScaleReport report = ScaleBench.measure(List.of("--quick"));
    assertEquals(4, report.rows().size());
    assertEquals("0", report.rows().get(2).get(3), () -> report.rows().toString());
    assertEquals("200", report.rows().get(3).get(3), () -> report.rows().toString());
  }

  @Test
  void unknownOptionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ScaleBench.measure(List.of("--quickly")));
  }
}
