package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: the proxy benchmark measures all that it promises. Method: a small run, not timed. */
final class ProxyBenchTest {

  @Test
  @Tag("e2e")
  void quickRunFillsEveryTable() throws Exception {
    ProxyReport report = ProxyBench.measure(List.of("--quick", "--without-peers"));
    assertEquals(
        List.of("none", "Berth", "none", "Berth", "none", "Berth"), column(report.closed(), 1));
    assertEquals(List.of("none", "Berth"), column(report.paced(), 1));
    assertEquals(List.of("Berth"), column(report.memory(), 0));
  }

  @Test
  void unknownOptionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ProxyBench.measure(List.of("--quickly")));
  }

  @Test
  void figuresOfTheLoadGeneratorAreReadInTheirUnits() {
    Wrk.Seen seen =
        Wrk.read(
            """
            Running 2s test @ http://127.0.0.1:8080/
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     1.35ms    0.89ms  12.92ms   93.69%
                Req/Sec    56.20k     8.07k   62.00k    86.54%
              Latency Distribution
                 50%  250.00us
                 75%  491.00us
                 90%  700.00us
                 99%    5.80ms
              112400 requests in 2.00s, 17.76MB read
            Requests/sec:  56200.53
            Transfer/sec:      8.88MB
            """);
    assertEquals(new Wrk.Seen(112_400, 56_200.53, 250, 5_800), seen);
  }

  @Test
  void failedRequestsFailTheBenchmark() {
    assertThrows(
        IllegalStateException.class,
        () ->
            Wrk.read(
                """
                  Latency Distribution
                     50%  250.00us
                     99%    5.80ms
                  100 requests in 2.00s, 17.76MB read
                  Non-2xx or 3xx responses: 1
                Requests/sec:  50.0
                """));
  }

  private static List<String> column(List<List<String>> rows, int column) {
    return rows.stream().map(row -> row.get(column)).toList();
  }
}
