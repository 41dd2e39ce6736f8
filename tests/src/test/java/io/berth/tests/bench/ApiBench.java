package io.berth.tests.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures RunTask against its budgets, prints the report, and writes it into the document unless
 * the run was a quick one.
 */
final class ApiBench {
  private static final String QUICK = "--quick";
  private static final String WITHOUT_ETCD = "--without-etcd";
  private static final List<String> OPTIONS = List.of(QUICK, WITHOUT_ETCD);

  private ApiBench() {}

  static void run(List<String> options) throws Exception {
    ApiReport report = measure(options);
    System.out.println(report.markdown());
    if (!options.contains(QUICK)) {
      Path document = WorkDirectory.checkout().resolve("docs").resolve("benchmarks.md");
      new BenchTable(document, "api").write(report.markdown());
      System.out.println("written to " + document);
    }
  }

  /** The report of a run that neither prints nor writes it. */
  static ApiReport measure(List<String> options) throws Exception {
    for (String option : options) {
      if (!OPTIONS.contains(option)) {
        throw new IllegalArgumentException("no such option: " + option + "; there are " + OPTIONS);
      }
    }
    boolean withEtcd = !options.contains(WITHOUT_ETCD);
    if (withEtcd && !EtcdServer.isInstalled()) {
      throw new IllegalArgumentException(
          "etcd is not installed (package etcd-server); " + WITHOUT_ETCD + " goes without it");
    }
    Cores cores = Cores.ofThisMachine();
    String sizes = options.contains(QUICK) ? "quick" : "full";
    String loadBefore = Machine.load();
    try (WorkDirectory work = WorkDirectory.create("api")) {
      List<String> words =
          new ArrayList<>(List.of(sizes, work.path().toString(), String.valueOf(cores.server())));
      if (withEtcd) {
        words.add(ApiPart.WITH_ETCD);
      }
      List<List<String>> rows =
          new ChildJvm(Cores.pinnedTo(cores.client()), List.of("-XX:+UseSerialGC"), work.path())
              .run(ApiPart.class, words);
      return new ApiReport(
          new ApiReport.Setting(
              ApiSizes.named(sizes),
              new Machine(work.path()).sentence(),
              loadBefore,
              Machine.load(),
              withEtcd ? EtcdServer.version() : "etcd (left out of this run)"),
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
