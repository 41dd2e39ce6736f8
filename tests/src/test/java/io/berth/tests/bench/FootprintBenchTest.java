package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: the footprint benchmark measures all that it promises. Method: a small run, not timed. */
@Tag("e2e")
final class FootprintBenchTest {

  @Test
  void quickRunFillsItsTable() throws Exception {
    FootprintReport report = FootprintBench.measure(List.of("--quick"));
    assertEquals(
        List.of(
            "scheduler, no host",
            "scheduler, 2 hosts, 20 tasks",
            "agent, no container",
            "agent, 1 containers",
            "all in one, no container"),
        report.rows().stream().map(List::getFirst).toList());
  }

  @Test
  void unknownOptionIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> FootprintBench.measure(List.of("--quickly")));
  }
}
