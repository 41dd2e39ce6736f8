package io.berth.tests.bench;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.cluster.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures what our processes take at rest against the budgets. */
final class FootprintBench {
  private static final String NO_FIGURE = "–";

  private final FootprintSizes sizes;
  private final Path directory;

  private FootprintBench(FootprintSizes sizes, Path directory) {
    this.sizes = sizes;
    this.directory = directory;
  }

  static FootprintReport measure(List<String> words) throws Exception {
    BenchOptions options = BenchOptions.plain(words);
    FootprintSizes sizes = options.quick() ? FootprintSizes.quick() : FootprintSizes.full();
    try (WorkDirectory work = WorkDirectory.create("footprint");
        TestEngine engine = TestEngine.start()) {
      FootprintBench bench = new FootprintBench(sizes, work.path());
      List<List<String>> rows = new ArrayList<>();
      rows.addAll(bench.scheduler());
      rows.addAll(bench.agent(engine));
      rows.add(bench.allInOne(engine));
      return new FootprintReport(sizes, new Machine(work.path()).sentence(), rows);
    }
  }

  private List<List<String>> scheduler() throws Exception {
    try (SchedulerServer scheduler =
        SchedulerServer.start("scheduler", directory.resolve("alone"), List.of(), Map.of())) {
      List<String> idle =
          row("scheduler, no host", startUp(scheduler), atRest(scheduler.pid()), NO_FIGURE);
      try (StubHosts hosts = StubHosts.join(scheduler, sizes.hosts());
          TaskLoad load = new TaskLoad(scheduler, hosts, ApiPart.MANY)) {
        load.register();
        load.begin(sizes.tasks() / ApiPart.MANY);
        String what = "scheduler, %d hosts, %,d tasks".formatted(sizes.hosts(), sizes.tasks());
        return List.of(idle, row(what, NO_FIGURE, atRest(scheduler.pid()), "250"));
      }
    }
  }

  private List<List<String>> agent(TestEngine engine) throws Exception {
    try (Stack stack = Stack.on(engine)) {
      long pid = stack.agent().process().pid();
      List<String> idle = row("agent, no container", NO_FIGURE, atRest(pid), NO_FIGURE);
      new LaunchedTasks(stack.user()).begin(sizes.containers());
      String what = "agent, %d containers".formatted(sizes.containers());
      return List.of(idle, row(what, NO_FIGURE, atRest(pid, sizes.guestRest()), "90"));
    }
  }

  private List<String> allInOne(TestEngine engine) throws Exception {
    Map<String, String> environment = Map.of("DOCKER_HOST", engine.dockerHost());
    try (SchedulerServer up =
        SchedulerServer.start("up", directory.resolve("up"), List.of(), environment)) {
      return row("all in one, no container", startUp(up), atRest(up.pid()), "300");
    }
  }

  private Footprint atRest(long pid) throws IOException, InterruptedException {
    return atRest(pid, sizes.rest());
  }

  private static Footprint atRest(long pid, Duration rest)
      throws IOException, InterruptedException {
    // What a start or a change sets going is no rest yet.
    Pause.of(rest.dividedBy(4));
    Footprint.Begun begun = Footprint.Begun.of(pid);
    Pause.of(rest);
    return begun.taken();
  }

  private static String startUp(SchedulerServer server) {
    return Spread.rounded((double) server.startUp().toMillis());
  }

  private static List<String> row(String what, String startUp, Footprint footprint, String budget) {
    List<String> row = new ArrayList<>(List.of(what));
    row.addAll(footprint.cells());
    row.add(startUp);
    row.add(budget);
    return row;
  }
}
