package io.berth.tests.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures the proxy against its budgets, beside HAProxy and nginx doing the same work. */
final class ProxyBench {
  private ProxyBench() {}

  static ProxyReport measure(List<String> words) throws Exception {
    BenchOptions options = BenchOptions.besideProxies(words);
    String peers = options.withPeers() ? peers() : "HAProxy and nginx were left out of this run";
    String wrk = new Installed("wrk", "wrk").version("-v");
    Cores cores = Cores.ofThisMachine();
    String loadBefore = Machine.load();
    try (WorkDirectory work = WorkDirectory.create("proxy")) {
      List<String> partWords =
          new ArrayList<>(
              List.of(options.sizes(), work.path().toString(), String.valueOf(cores.server())));
      if (options.withPeers()) {
        partWords.add(ProxyPart.WITH_PEERS);
      }
      List<List<String>> rows =
          new ChildJvm(Cores.pinnedTo(cores.client()), List.of("-XX:+UseSerialGC"), work.path())
              .run(ProxyPart.class, partWords);
      return new ProxyReport(
          new ProxyReport.Setting(
              ProxySizes.named(options.sizes()),
              new Machine(work.path()).sentence(),
              loadBefore,
              Machine.load(),
              peers,
              wrk),
          rows(rows, ProxyPart.CLOSED),
          rows(rows, ProxyPart.PACED),
          rows(rows, ProxyPart.MEMORY));
    }
  }

  private static List<List<String>> rows(List<List<String>> rows, String kind) {
    return rows.stream()
        .filter(row -> row.getFirst().equals(kind))
        .map(row -> row.subList(1, row.size()))
        .toList();
  }

  /** Which ones they are; one that is not there is an IllegalArgumentException. */
  private static String peers() throws IOException, InterruptedException {
    return "HAProxy %s and nginx %s"
        .formatted(
            new Installed("haproxy", "haproxy").version("-v"),
            new Installed("nginx", "nginx").version("-v"));
  }
}
