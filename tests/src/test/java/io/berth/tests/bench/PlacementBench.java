package io.berth.tests.bench;

import java.util.ArrayList;
import java.util.List;

/** Measures how quickly clusters are filled, and how well. */
final class PlacementBench {
  private PlacementBench() {}

  static PlacementReport measure(List<String> words) throws Exception {
    BenchOptions options = BenchOptions.plain(words);
    PlacementSizes sizes = PlacementSizes.named(options.sizes());
    String loadBefore = Machine.load();
    try (WorkDirectory work = WorkDirectory.create("placement")) {
      List<List<String>> rows = new ArrayList<>();
      for (int shape = 0; shape < sizes.shapes().size(); shape++) {
        ChildJvm jvm =
            new ChildJvm(
                List.of(),
                List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", sizes.heap()),
                work.path());
        List<String> row =
            jvm.run(PlacementPart.class, List.of(options.sizes(), String.valueOf(shape)))
                .getFirst();
        System.err.println(String.join("  ", row));
        rows.add(row);
      }
      return new PlacementReport(
          new Machine(work.path()).sentence(), loadBefore, Machine.load(), sizes.rounds(), rows);
    }
  }
}
