package io.berth.tests.bench;

import java.util.List;
import java.util.Map;

/** The figures of the failover benchmark, and the section of Markdown that tells them. */
record FailoverReport(Setting setting, Map<String, List<Double>> seconds) implements Report {

  /**
   * What the figures depend on.
   *
   * @param swarm the version of its engines, or that it was left out
   */
  record Setting(String machine, String loadBefore, String loadAfter, String swarm, int hosts) {}

  @Override
  public String markdown() {
    return """
    ## Failover

    `./dev bench failover` repeats this and writes this section. Measured on %s
    Load average of the last minute: %s before the run, %s after it.

    From the moment at which the host of a service's only task is cut off, as by a broken switch,
    until its replacement answers. Each host is a network namespace with an engine, %d of them for
    Berth and as many for Swarm; the image is on each engine. Clusters take turns: rounds now of
    the one first, now of the other, on one machine, and nothing of one round is left at the next.

    Berth: a scheduler, agents and a proxy as the `berth` command starts them, the service behind
    the balancer, everything at its defaults; answers count that come through the proxy, which
    sends nothing to a task before it has passed its health check. No host may be given up within
    a scheduler's first minute, so that the rounds begin after it; and as a host that comes and
    goes rests for a while, a new one takes its place between two rounds. Budget: a median of at
    most 14 s.

    Docker Swarm (%s): one manager, which is never cut off, the other nodes workers, a service with
    one replica and everything else at its defaults. No mesh is between: its port is open on the
    worker that runs it (`mode=host`), and the first answer there counts, without a health check.
    Who asks is never kept waiting: after %d ms a question is asked again.

    %s\
    """
        .formatted(
            setting.machine(),
            setting.loadBefore(),
            setting.loadAfter(),
            setting.hosts(),
            setting.swarm(),
            Knocks.PATIENCE.toMillis(),
            BenchTable.markdown(
                List.of("cluster", "rounds", "median, s", "least, s", "worst, s"), rows()));
  }

  List<List<String>> rows() {
    return seconds.entrySet().stream().map(one -> row(one.getKey(), one.getValue())).toList();
  }

  private static List<String> row(String cluster, List<Double> rounds) {
    Spread spread = Spread.of(rounds.stream().mapToDouble(one -> one));
    return List.of(
        cluster,
        String.valueOf(rounds.size()),
        Spread.rounded(spread.median()),
        Spread.rounded(spread.least()),
        Spread.rounded(spread.most()));
  }
}
