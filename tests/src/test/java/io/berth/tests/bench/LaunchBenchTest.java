package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: the launch benchmark measures all that it promises. Method: a small run, not timed. */
@Tag("e2e")
final class LaunchBenchTest {

  @Test
  void quickRunFillsItsTable() throws Exception {
    LaunchReport report = LaunchBench.measure(List.of("--quick"));
    assertEquals(List.of("1", "2"), report.rows().stream().map(List::getFirst).toList());
  }

  @Test
  void unknownOptionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> LaunchBench.measure(List.of("--quickly")));
  }
}
