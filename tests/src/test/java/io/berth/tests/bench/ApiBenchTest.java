package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: the API benchmark measures all that it promises. Method: a small run, not timed. */
@Tag("e2e")
final class ApiBenchTest {

  @Test
  void quickRunFillsEveryTable() throws Exception {
    ApiReport report = ApiBench.measure(List.of("--quick", "--without-etcd"));
    assertEquals(List.of("1", "8"), report.closed().stream().map(List::getFirst).toList());
    assertEquals(List.of("100"), report.paced().stream().map(List::getFirst).toList());
    report.closed().forEach(row -> assertEquals(15, row.size()));
  }

  @Test
  void unknownOptionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ApiBench.measure(List.of("--quickly")));
  }
}
