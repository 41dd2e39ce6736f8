package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The load of the proxy benchmark in a JVM of its own, which runs on the load's core together with
 * the targets and starts the fronts on theirs; prints its figures to standard output, a line of
 * tab-separated cells per row.
 */
final class ProxyPart {
  private static final double HALF = 0.5;
  private static final double ALMOST_ALL = 0.99;
  private static final int TARGETS = 4;
  static final String NO_FIGURE = "–";
  static final String WITH_PEERS = "with-peers";
  static final String CLOSED = "closed";
  static final String PACED = "paced";
  static final String MEMORY = "memory";

  private final ProxySizes sizes;
  private final Wrk wrk;
  private final List<Front> fronts;

  private ProxyPart(ProxySizes sizes, Wrk wrk, List<Front> fronts) {
    this.sizes = sizes;
    this.wrk = wrk;
    this.fronts = fronts;
  }

  /** Arguments: the name of the sizes, a directory, the fronts' core, perhaps that peers are in. */
  public static void main(String[] arguments) throws Exception {
    ProxySizes sizes = ProxySizes.named(arguments[0]);
    Path directory = Path.of(arguments[1]);
    List<String> prefix = Cores.pinnedTo(Integer.parseInt(arguments[2]));
    boolean withPeers = List.of(arguments).contains(WITH_PEERS);
    List<Front> fronts = new ArrayList<>();
    try (SchedulerServer scheduler =
            SchedulerServer.start(
                "scheduler", directory.resolve("scheduler"), List.of(), Map.of());
        EchoServers targets = EchoServers.start(TARGETS, directory)) {
      FrontPlan plan = new FrontPlan(targets.ports(), directory, prefix);
      try {
        fronts.add(Front.straight(targets.ports().getFirst()));
        fronts.add(ProxyServer.start(plan, scheduler));
        if (withPeers) {
          fronts.add(HaproxyServer.start(plan));
          fronts.add(NginxServer.start(plan));
        }
        new ProxyPart(sizes, new Wrk(directory), fronts)
            .measure()
            .forEach(row -> System.out.println(String.join("\t", row)));
      } finally {
        for (Front front : fronts.reversed()) {
          front.close();
        }
      }
    }
  }

  private List<List<String>> measure() throws Exception {
    // Code that was compiled for one kind of load is compiled anew for another.
    for (ProxyLoad load : sizes.loads()) {
      var _ = wrk.run(ours().port(), load, sizes.first().dividedBy(sizes.loads().size()));
    }
    List<List<String>> rows = new ArrayList<>();
    for (ProxyLoad load : sizes.loads()) {
      rows.addAll(rows(CLOSED, load.words(), front -> closed(front, load)));
    }
    PacedRequests pace = new PacedRequests(ProxySizes.PACED_CONNECTIONS, sizes.perSecond());
    rows.addAll(rows(PACED, "%,d/s".formatted(sizes.perSecond()), front -> paced(front, pace)));
    rows.addAll(memory());
    return rows;
  }

  private Front ours() {
    return fronts.get(1);
  }

  // ------------------------------------------------------------------ rounds

  private interface Round {
    ProxyRound run(Front front) throws Exception;
  }

  private ProxyRound closed(Front front, ProxyLoad load) throws IOException, InterruptedException {
    Duration before = front.processes().cpu();
    Wrk.Seen seen = wrk.run(front.port(), load, sizes.round());
    Duration cpu = front.processes().cpu().minus(before);
    return new ProxyRound(
        seen.perSecond(),
        seen.p50Micros(),
        seen.p99Micros(),
        cpu.toNanos() / 1e3 / seen.requests());
  }

  private ProxyRound paced(Front front, PacedRequests pace) throws Exception {
    Duration before = front.processes().cpu();
    Latencies seen = pace.run(front.port(), sizes.round());
    Latencies costing = seen.costing(front.processes().cpu().minus(before));
    return new ProxyRound(
        costing.perSecond(),
        costing.micros(HALF),
        costing.micros(ALMOST_ALL),
        costing.cpuMicrosPerRequest());
  }

  /** In turns, the order turned around with each round; one round of each first does not count. */
  private List<List<String>> rows(String kind, String words, Round round) throws Exception {
    List<List<ProxyRound>> seen = new ArrayList<>();
    for (Front front : fronts) {
      var _ = round.run(front);
      seen.add(new ArrayList<>());
    }
    for (int number = 0; number < sizes.rounds(); number++) {
      for (int place = 0; place < fronts.size(); place++) {
        int at = number % 2 == 0 ? place : fronts.size() - 1 - place;
        seen.get(at).add(round.run(fronts.get(at)));
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (int at = 0; at < fronts.size(); at++) {
      List<String> row = row(kind, words, at, seen);
      rows.add(row);
      System.err.println(String.join("  ", row));
    }
    return rows;
  }

  /** Of each figure the spread; of ours by how much it is another one's, where it is a peer. */
  private List<String> row(String kind, String words, int at, List<List<ProxyRound>> seen) {
    Front front = fronts.get(at);
    List<ProxyRound> rounds = seen.get(at);
    List<String> row = new ArrayList<>(List.of(kind, words, front.name()));
    row.add(spread(rounds, ProxyRound::perSecond).text());
    row.add(spread(rounds, ProxyRound::p50Micros).text());
    row.add(spread(rounds, ProxyRound::p99Micros).text());
    row.add(front.processes().isNone() ? NO_FIGURE : spread(rounds, ProxyRound::cpuMicros).text());
    boolean isPeer = at > 1;
    List<ProxyRound> oursSeen = seen.get(1);
    row.add(isPeer ? over(oursSeen, rounds, ProxyRound::cpuMicros) : NO_FIGURE);
    row.add(isPeer ? over(oursSeen, rounds, ProxyRound::p99Micros) : NO_FIGURE);
    return row;
  }

  private static String over(
      List<ProxyRound> ours, List<ProxyRound> theirs, ToDoubleFunction<ProxyRound> figure) {
    return spread(ours, figure).over(spread(theirs, figure));
  }

  private static Spread spread(List<ProxyRound> rounds, ToDoubleFunction<ProxyRound> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure));
  }

  // ------------------------------------------------------------------ memory

  private List<List<String>> memory() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (Front front : fronts.subList(1, fronts.size())) {
      rows.add(
          List.of(
              MEMORY,
              front.name(),
              Spread.rounded(front.processes().residentMib()),
              Spread.rounded(front.processes().peakMib())));
    }
    return rows;
  }
}
