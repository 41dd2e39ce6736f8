package io.berth.tests.bench;

import java.util.ArrayList;
import java.util.List;

/** Measures RunTask against its budgets. */
final class ApiBench {

  private ApiBench() {}

  static ApiReport measure(List<String> words) throws Exception {
    BenchOptions options = BenchOptions.besideEtcd(words);
    Cores cores = Cores.ofThisMachine();
    String sizes = options.sizes();
    String loadBefore = Machine.load();
    try (WorkDirectory work = WorkDirectory.create("api")) {
      List<String> partWords =
          new ArrayList<>(List.of(sizes, work.path().toString(), String.valueOf(cores.server())));
      if (options.withPeers()) {
        partWords.add(ApiPart.WITH_ETCD);
      }
      List<List<String>> rows =
          new ChildJvm(Cores.pinnedTo(cores.client()), List.of("-XX:+UseSerialGC"), work.path())
              .run(ApiPart.class, partWords);
      return new ApiReport(
          new ApiReport.Setting(
              ApiSizes.named(sizes),
              new Machine(work.path()).sentence(),
              loadBefore,
              Machine.load(),
              options.peer()),
          rows(rows, ApiPart.CLOSED),
          rows(rows, ApiPart.PACED));
    }
  }

  private static List<List<String>> rows(List<List<String>> rows, String kind) {
    return rows.stream()
        .filter(row -> row.getFirst().equals(kind))
        .map(row -> row.subList(1, row.size()))
        .toList();
  }
}
