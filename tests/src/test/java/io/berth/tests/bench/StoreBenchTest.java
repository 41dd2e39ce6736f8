package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: the store benchmark measures all that it promises. Method: a small run, not timed. */
final class StoreBenchTest {

  @Test
  void quickRunFillsEveryTable() throws Exception {
    StoreReport report = StoreBench.measure(List.of("--quick", "--without-etcd"));
    assertEquals(List.of("1", "8"), column(report.durableWrites(), 0));
    assertEquals(
        List.of("1,000", "1,000", "1,000", "1,000", "10,000", "10,000", "10,000", "10,000"),
        column(report.publication(), 0));
    assertEquals(3, report.memory().size());
    assertEquals(List.of("warm", "without these files"), column(report.start(), 0));
  }

  @Test
  void unknownOptionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> StoreBench.measure(List.of("--quickly")));
  }

  private static List<String> column(List<List<String>> rows, int column) {
    return rows.stream().map(row -> row.get(column)).toList();
  }
}
