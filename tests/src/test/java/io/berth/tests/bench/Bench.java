package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs a benchmark by its name, prints its report, and writes it into the document unless the run
 * was a quick one; without a name it says which there are.
 */
public final class Bench {
  private static final int USAGE = 2;
  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "store",
              "Durable writes beside etcd's, publication, memory per task and start with a million"
                  + " tasks.",
              StoreBench::measure),
          new Entry(
              "api",
              "RunTask over the signed API beside etcd's puts, server and clients on a core each.",
              ApiBench::measure),
          new Entry(
              "footprint",
              "Memory, cpu at rest and start-up time of agent, scheduler and all-in-one.",
              FootprintBench::measure),
          new Entry(
              "launch",
              "Containers from RunTask to RUNNING beside docker run.",
              LaunchBench::measure),
          new Entry(
              "proxy",
              "Requests through the proxy beside HAProxy and nginx, each on a core of its own.",
              ProxyBench::measure),
          new Entry(
              "drain",
              "From the wish that a task ends to the end of its drain, idle and under load.",
              DrainBench::measure),
          new Entry(
              "placement",
              "Clusters of up to 10,000 hosts filled with up to a million tasks of services.",
              PlacementBench::measure),
          new Entry(
              "explain",
              "Explanations of requests that find no place among 10,000 hosts.",
              ExplainBench::measure),
          new Entry(
              "foresight",
              "What would happen to full clusters: plans, a host lost, every single loss.",
              ForesightBench::measure),
          new Entry(
              "failover",
              "From a host that is cut off to the answer of a replacement, beside Docker Swarm.",
              FailoverBench::measure),
          new Entry(
              "scale-agents",
              "Thousands of agents' sessions: heartbeats, the return of all after a restart, the"
                  + " API meanwhile.",
              ScaleBench::measure));

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      ALL.forEach(entry -> System.out.println(entry.name + ": " + entry.sentence));
      return;
    }
    Optional<Entry> chosen =
        ALL.stream().filter(entry -> entry.name.equals(arguments[0])).findFirst();
    List<String> options = List.of(arguments).subList(1, arguments.length);
    if (chosen.isEmpty()) {
      System.err.println(
          "there is no benchmark " + arguments[0] + "; without a name all are listed");
      System.exit(USAGE);
    }
    try {
      tell(chosen.get().name, options, chosen.get().benchmark.measure(options));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(USAGE);
    }
  }

  private static void tell(String name, List<String> options, Report report) throws IOException {
    System.out.println(report.markdown());
    if (!BenchOptions.isQuick(options)) {
      Path document = WorkDirectory.checkout().resolve("docs").resolve("benchmarks.md");
      new BenchTable(document, name).write(report.markdown());
      System.out.println("written to " + document);
    }
  }

  /** What a name stands for. */
  private record Entry(String name, String sentence, Benchmark benchmark) {}

  /** Neither prints nor writes; an option that it does not know is an IllegalArgumentException. */
  private interface Benchmark {
    Report measure(List<String> options) throws Exception;
  }
}
