package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures how long nobody answers for a task whose host was cut off, beside Docker Swarm. */
final class FailoverBench {
  private static final int HOSTS = 3;
  private static final int ROUNDS = 10;
  private static final String BERTH = "Berth";
  private static final String SWARM = "Docker Swarm";

  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  private FailoverBench() {}

  static FailoverReport measure(List<String> words) throws Exception {
    BenchOptions options = BenchOptions.besideSwarm(words);
    int rounds = options.quick() ? 1 : ROUNDS;
    String loadBefore = Machine.load();
    var bench = new FailoverBench();
    try (BerthFailover berth = BerthFailover.open(HOSTS)) {
      if (options.withPeers()) {
        try (SwarmFailover swarm = SwarmFailover.open(HOSTS)) {
          berth.awaitSettled();
          bench.takeTurns(berth, swarm, rounds);
          return bench.report(loadBefore, swarm.version());
        }
      }
      berth.awaitSettled();
      for (int round = 0; round < rounds; round++) {
        bench.round(BERTH, berth);
      }
      return bench.report(loadBefore, "left out of this run");
    }
  }

  private void takeTurns(BerthFailover berth, SwarmFailover swarm, int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        round(BERTH, berth);
        round(SWARM, swarm);
      } else {
        round(SWARM, swarm);
        round(BERTH, berth);
      }
    }
  }

  private void round(String name, FailoverCluster cluster) throws Exception {
    double took = cluster.secondsUntilReplaced();
    System.err.println(name + "  " + Spread.rounded(took));
    seconds.computeIfAbsent(name, _ -> new ArrayList<>()).add(took);
    cluster.mend();
  }

  private FailoverReport report(String loadBefore, String swarm) throws IOException {
    String machine = new Machine(Path.of(System.getProperty("java.io.tmpdir"))).sentence();
    return new FailoverReport(
        new FailoverReport.Setting(machine, loadBefore, Machine.load(), swarm, HOSTS), seconds);
  }
}
