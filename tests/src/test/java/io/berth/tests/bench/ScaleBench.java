package io.berth.tests.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Measures a scheduler that has thousands of agents: what their heartbeats cost, how long it takes
 * until all are back after it was killed, and what users notice of that.
 */
final class ScaleBench {
  private static final Duration DEADLINE = Duration.ofSeconds(100);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final double ALMOST_ALL = 0.99;
  private static final double NANOS_PER_MILLI = 1e6;

  private final ScaleSizes sizes;
  private final ScaleAgents agents;
  private final List<List<String>> rows = new ArrayList<>();
  private SchedulerServer scheduler;

  private ScaleBench(ScaleSizes sizes, ScaleAgents agents, SchedulerServer scheduler) {
    this.sizes = sizes;
    this.agents = agents;
    this.scheduler = scheduler;
  }

  static ScaleReport measure(List<String> words) throws Exception {
    BenchOptions options = BenchOptions.plain(words);
    ScaleSizes sizes = options.quick() ? ScaleSizes.quick() : ScaleSizes.full();
    String loadBefore = Machine.load();
    try (WorkDirectory work = WorkDirectory.create("scale")) {
      SchedulerServer first =
          SchedulerServer.start("scheduler", work.file("scheduler"), List.of(), Map.of());
      ScaleAgents agents = null;
      ScaleBench bench = null;
      try {
        agents = ScaleAgents.join(first, sizes.agents(), sizes.joining());
        bench = new ScaleBench(sizes, agents, first);
        bench.measure();
        return new ScaleReport(
            sizes,
            agents.size(),
            new Machine(work.path()).sentence(),
            loadBefore,
            List.copyOf(bench.rows));
      } finally {
        if (agents != null) {
          agents.close();
        }
        (bench == null ? first : bench.scheduler).close();
      }
    }
  }

  private void measure() throws Exception {
    come("all connect for the first time", agents::begin);
    try (ScaleCalls user = new ScaleCalls(scheduler)) {
      user.register();
      int tasks = agents.size() * sizes.tasksPerAgent();
      user.run(tasks);
      await(() -> agents.counts().tasks() >= tasks, "the tasks did not begin");
    }
    heartbeats();
    come("all return after a kill, nothing has changed", this::restart);
    come(
        "all return after a kill, each without a version",
        () -> {
          scheduler.kill();
          agents.forgetVersions();
          scheduler = scheduler.again();
        });
  }

  private interface Cause {
    void happen() throws Exception;
  }

  private void restart() throws Exception {
    scheduler.kill();
    scheduler = scheduler.again();
  }

  /** The time counts from when the scheduler answers. */
  private void come(String what, Cause cause) throws Exception {
    agents.counts().takeToldEverything();
    agents.counts().takeRefused();
    cause.happen();
    long begin = System.nanoTime();
    Duration cpuBefore = scheduler.cpu();
    CompletableFuture<Boolean> back = new CompletableFuture<>();
    CompletableFuture<Latencies> seen = new CompletableFuture<>();
    Thread user =
        Thread.ofVirtual()
            .start(() -> {
              try (ScaleCalls calls = new ScaleCalls(scheduler)) {
                calls.register();
                seen.complete(calls.until(back, sizes.callsPerSecond()));
              } catch (RuntimeException | InterruptedException e) {
                seen.completeExceptionally(e);
              }
            });
    try {
      await(() -> agents.counts().open() >= agents.size(), "not all came: " + what);
    } finally {
      back.complete(true);
      user.join();
    }
    Duration cpu = scheduler.cpu().minus(cpuBefore);
    double seconds = (System.nanoTime() - begin) / 1e9;
    row(
        what,
        Spread.rounded(seconds) + " s",
        Spread.rounded(cpu.toMillis() / 1e3) + " s",
        String.valueOf(agents.counts().takeToldEverything()),
        String.valueOf(agents.counts().takeRefused()),
        Spread.rounded(seen.get().micros(ALMOST_ALL) / 1e3) + " ms");
  }

  private void heartbeats() throws Exception {
    Duration before = scheduler.cpu();
    long begin = System.nanoTime();
    Pause.of(sizes.quiet());
    double share = scheduler.cpu().minus(before).toNanos() / (double) (System.nanoTime() - begin);
    CompletableFuture<Boolean> end = CompletableFuture.completedFuture(true);
    try (ScaleCalls calls = new ScaleCalls(scheduler)) {
      Latencies seen = calls.until(end, sizes.callsPerSecond());
      row(
          "heartbeats alone: %s %% of a core for 1,000 agents"
              .formatted(Spread.rounded(share * 100 * 1_000 / agents.size())),
          Spread.rounded(sizes.quiet().toNanos() / NANOS_PER_MILLI / 1e3) + " s",
          Spread.rounded(share * sizes.quiet().toSeconds()) + " s",
          "–",
          "–",
          Spread.rounded(seen.micros(ALMOST_ALL) / 1e3) + " ms");
    }
  }

  private void row(String... cells) {
    rows.add(List.of(cells));
    System.err.println(String.join("  ", cells));
  }

  private static void await(BooleanSupplier reached, String otherwise) throws InterruptedException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(otherwise);
      }
      Pause.of(LOOK);
    }
  }
}
