package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: the failover benchmark measures all that it promises. Method: a round of each. */
final class FailoverBenchTest {

  @Test
  @Tag("e2e")
  @Tag("full")
  void quickRunFillsItsTable() throws Exception {
    FailoverReport report = FailoverBench.measure(List.of("--quick"));
    assertEquals(
        List.of("Berth", "Docker Swarm"), report.rows().stream().map(List::getFirst).toList());
  }

  @Test
  void unknownOptionIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> FailoverBench.measure(List.of("--without-etcd")));
  }
}
