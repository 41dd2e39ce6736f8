package io.berth.tests.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The load of the API benchmark in a JVM of its own, which runs on the clients' core and starts the
 * servers on theirs; prints its figures to standard output, a line of tab-separated cells per row.
 */
final class ApiPart {
  private static final double HALF = 0.5;
  private static final double ALMOST_ALL = 0.99;

  /** As many as ECS allows in one call. */
  static final int MANY = 10;

  /** More than are ever busy at a rate that the server keeps up with. */
  private static final int PACED_CONNECTIONS = 64;

  private static final int WARM_UP_CALLERS = 32;
  private static final int WARM_UP_SLICES = 10;

  static final String WITH_ETCD = "with-etcd";
  static final String CLOSED = "closed";
  static final String PACED = "paced";

  private final ApiSizes sizes;
  private final Path directory;
  private final int serverCore;

  private ApiPart(ApiSizes sizes, Path directory, int serverCore) {
    this.sizes = sizes;
    this.directory = directory;
    this.serverCore = serverCore;
  }

  /** Arguments: the name of the sizes, a directory, the servers' core, perhaps that etcd is in. */
  public static void main(String[] arguments) throws Exception {
    ApiPart part =
        new ApiPart(
            ApiSizes.named(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    part.measure(List.of(arguments).contains(WITH_ETCD))
        .forEach(row -> System.out.println(String.join("\t", row)));
  }

  private List<List<String>> measure(boolean withEtcd) throws Exception {
    List<String> prefix = Cores.pinnedTo(serverCore);
    List<List<String>> rows = new ArrayList<>();
    try (SchedulerServer scheduler =
            SchedulerServer.start("scheduler", directory.resolve("berth"), prefix, Map.of());
        StubHosts hosts = StubHosts.join(scheduler, sizes.hosts());
        TaskLoad one = new TaskLoad(scheduler, hosts, 1);
        TaskLoad many = new TaskLoad(scheduler, hosts, MANY)) {
      one.register();
      warmUp(one, many);
      if (withEtcd) {
        try (WriteLoad etcd = EtcdLoad.start(directory.resolve("etcd"), prefix)) {
          rows.addAll(closed(List.of(one, many, etcd)));
        }
      } else {
        rows.addAll(closed(List.of(one, many)));
      }
      rows.add(paced(one));
    }
    return rows;
  }

  /** What counts later, in all its forms: code that meets another one is compiled anew. */
  private void warmUp(TaskLoad one, TaskLoad many) throws Exception {
    for (int slice = 0; slice < WARM_UP_SLICES; slice++) {
      one.run(WARM_UP_CALLERS, sizes.first().multipliedBy(2).dividedBy(3L * WARM_UP_SLICES));
      one.settle();
      many.run(WARM_UP_CALLERS, sizes.first().dividedBy(3L * WARM_UP_SLICES));
      many.settle();
    }
  }

  /** Ours with one task per call, ours with many, and theirs if they take part. */
  private List<List<String>> closed(List<WriteLoad> loads) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (int callers : sizes.callers()) {
      List<List<Latencies>> seen = sizes.turns().take(callers, loads);
      List<String> row = new ArrayList<>(List.of(CLOSED, String.valueOf(callers)));
      Spread one = spread(seen.get(0), Latencies::perSecond);
      Spread many = spread(seen.get(1), round -> MANY * round.perSecond());
      addFigures(row, one, seen.get(0));
      addFigures(row, many, seen.get(1));
      if (seen.size() > 2) {
        Spread etcd = spread(seen.get(2), Latencies::perSecond);
        addFigures(row, etcd, seen.get(2));
        row.addAll(List.of(one.over(etcd), many.over(etcd)));
      } else {
        row.addAll(List.of("–", "–", "–", "–", "–", "–"));
      }
      rows.add(row);
      System.err.println(String.join("  ", row));
    }
    return rows;
  }

  private List<String> paced(TaskLoad load) throws Exception {
    List<Latencies> seen = new ArrayList<>();
    for (int round = 0; round < sizes.turns().rounds(); round++) {
      seen.add(load.runAt(sizes.paced(), PACED_CONNECTIONS, sizes.turns().round().multipliedBy(2)));
      load.settle();
    }
    return List.of(
        PACED,
        String.valueOf(sizes.paced()),
        spread(seen, round -> round.micros(HALF)).text(),
        spread(seen, round -> round.micros(ALMOST_ALL)).text(),
        spread(seen, round -> round.micros(1)).text());
  }

  private static void addFigures(List<String> row, Spread perSecond, List<Latencies> rounds) {
    row.add(perSecond.text());
    row.add(spread(rounds, round -> round.micros(HALF)).text());
    row.add(spread(rounds, round -> round.micros(ALMOST_ALL)).text());
    row.add(Spread.rounded(spread(rounds, Latencies::cpuMicrosPerRequest).median()));
  }

  private static Spread spread(List<Latencies> rounds, ToDoubleFunction<Latencies> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure));
  }
}
