package io.berth.tests.bench;

import java.util.ArrayList;
import java.util.List;

/** Measures how long it takes to tell what would happen to a full cluster. */
final class ForesightBench {
  private ForesightBench() {}

  static ForesightReport measure(List<String> words) throws Exception {
    BenchOptions options = BenchOptions.plain(words);
    String loadBefore = Machine.load();
    try (WorkDirectory work = WorkDirectory.create("foresight")) {
      List<List<String>> rows = new ArrayList<>();
      for (int shape = 0; shape < ForesightPart.shapes(options.sizes()).size(); shape++) {
        ChildJvm jvm =
            new ChildJvm(
                List.of(),
                List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx4g"),
                work.path());
        List<String> row =
            jvm.run(ForesightPart.class, List.of(options.sizes(), String.valueOf(shape)))
                .getFirst();
        System.err.println(String.join("  ", row));
        rows.add(row);
      }
      return new ForesightReport(
          new Machine(work.path()).sentence(), loadBefore, Machine.load(), rows);
    }
  }
}
