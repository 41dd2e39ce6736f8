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
      List<String> flags =
          new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"));
      flags.addAll(sizes.heap());
      for (int shape = 0; shape < sizes.shapes().size(); shape++) {
        List<String> row =
            new ChildJvm(List.of(), flags, work.path())
                .run(
                    PlacementPart.class,
                    List.of(options.sizes(), String.valueOf(shape), work.path().toString()))
                .getFirst();
        System.err.println(String.join("  ", row));
        rows.add(row);
      }
      return new PlacementReport(
          new Machine(work.path()).sentence(), loadBefore, Machine.load(), sizes.rounds(), rows);
    }
  }
}
