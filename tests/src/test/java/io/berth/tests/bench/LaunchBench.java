package io.berth.tests.bench;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.cluster.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures the way from RunTask to running containers against docker run on the same engine. */
final class LaunchBench {
  private static final int COMMANDS_AT_ONCE = 8;
  private static final int WARM_UP_CONTAINERS = 10;

  /** So long after a round nobody cleans up any more, or looks at what was cleaned up. */
  private static final Duration REST = Duration.ofMillis(500);

  private final DockerRuns theirs;
  private final LaunchedTasks ours;

  private LaunchBench(DockerRuns theirs, LaunchedTasks ours) {
    this.theirs = theirs;
    this.ours = ours;
  }

  /** How much of everything, so that a test can run it small. */
  record Sizes(List<Integer> containers, int rounds, int warmUps) {}

  static LaunchReport measure(List<String> words) throws Exception {
    BenchOptions options = BenchOptions.plain(words);
    Sizes sizes =
        options.quick() ? new Sizes(List.of(1, 2), 1, 1) : new Sizes(List.of(1, 20, 40), 7, 8);
    String loadBefore = Machine.load();
    try (TestEngine engine = TestEngine.start();
        Stack stack = Stack.on(engine)) {
      LaunchBench bench = new LaunchBench(new DockerRuns(engine), new LaunchedTasks(stack.user()));
      bench.warmUp(sizes.warmUps());
      List<List<String>> rows = new ArrayList<>();
      for (int containers : sizes.containers()) {
        rows.add(bench.row(containers, sizes.rounds()));
      }
      String machine = new Machine(Path.of(System.getProperty("java.io.tmpdir"))).sentence();
      return new LaunchReport(
          new LaunchReport.Setting(
              machine,
              loadBefore,
              Machine.load(),
              sizes.rounds(),
              COMMANDS_AT_ONCE,
              sizes.warmUps() * WARM_UP_CONTAINERS),
          rows);
    }
  }

  /**
   * A cluster that has launched nothing yet runs code that no JVM has compiled; docker has none.
   */
  private void warmUp(int times) throws Exception {
    for (int time = 0; time < times; time++) {
      var _ = ours(WARM_UP_CONTAINERS);
    }
    var _ = theirs(WARM_UP_CONTAINERS);
  }

  private List<String> row(int containers, int rounds) throws Exception {
    List<Double> oursTook = new ArrayList<>();
    List<Double> theirsTook = new ArrayList<>();
    // One of each first, whose figures do not count: the sizes before it leave other traces.
    for (int round = -1; round < rounds; round++) {
      boolean oursFirst = round % 2 == 0;
      List<Double> both =
          oursFirst
              ? List.of(ours(containers), theirs(containers))
              : List.of(theirs(containers), ours(containers)).reversed();
      if (round >= 0) {
        oursTook.add(both.getFirst());
        theirsTook.add(both.getLast());
      }
    }
    Spread us = Spread.of(oursTook.stream().mapToDouble(one -> one));
    Spread them = Spread.of(theirsTook.stream().mapToDouble(one -> one));
    List<String> row = List.of(String.valueOf(containers), us.text(), them.text(), us.over(them));
    System.err.println(String.join("  ", row));
    return row;
  }

  private double ours(int containers) throws Exception {
    long begin = System.nanoTime();
    List<String> arns = ours.begin(containers);
    double seconds = seconds(begin);
    ours.end(arns);
    cleanUp();
    return seconds;
  }

  private double theirs(int containers) throws Exception {
    long begin = System.nanoTime();
    theirs.begin(containers, COMMANDS_AT_ONCE);
    double seconds = seconds(begin);
    cleanUp();
    return seconds;
  }

  private void cleanUp() throws Exception {
    theirs.removeAll();
    Pause.of(REST);
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
