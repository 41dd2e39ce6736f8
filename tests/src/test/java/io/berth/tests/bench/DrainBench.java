package io.berth.tests.bench;

import io.berth.tests.load.Load;
import io.berth.tests.load.LoadPlan;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Measures how long it takes from the wish that a task ends until its host is told to stop it, with
 * two proxies that have to agree that no request is on its way to it.
 */
final class DrainBench {
  /** Each proxy takes the same ports, so each has an address. */
  private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.2");

  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
  private static final double NANOS_PER_MILLI = 1e6;

  private final DrainSizes sizes;
  private final EchoWork tasks;
  private final ServiceUser user;

  private DrainBench(DrainSizes sizes, EchoWork tasks, ServiceUser user) {
    this.sizes = sizes;
    this.tasks = tasks;
    this.user = user;
  }

  static DrainReport measure(List<String> words) throws Exception {
    BenchOptions options = BenchOptions.plain(words);
    DrainSizes sizes = options.quick() ? DrainSizes.quick() : DrainSizes.full();
    String loadBefore = Machine.load();
    List<ChildProcess> proxies = new ArrayList<>();
    try (WorkDirectory work = WorkDirectory.create("drain");
        SchedulerServer scheduler =
            SchedulerServer.start("scheduler", work.file("scheduler"), List.of(), Map.of());
        EchoWork tasks = new EchoWork(EchoServers.build(work.path()));
        StubHosts _ = StubHosts.join(scheduler, 1, () -> tasks);
        ServiceUser user = new ServiceUser(scheduler)) {
      try {
        for (String address : ADDRESSES) {
          proxies.add(
              ProxyServer.start(scheduler, work.file("proxy-" + address), List.of(), address));
        }
        int port = FreePort.take(1).getFirst();
        user.create(port, sizes.tasks());
        return new DrainBench(sizes, tasks, user)
            .measure(port, new Machine(work.path()).sentence(), loadBefore);
      } finally {
        proxies.forEach(ChildProcess::close);
      }
    }
  }

  private DrainReport measure(int port, String machine, String loadBefore) throws Exception {
    awaitSteady();
    List<List<String>> rows = new ArrayList<>();
    rows.add(stops("StopTask, nothing in flight"));
    List<Load> loads = new ArrayList<>();
    try {
      for (String address : ADDRESSES) {
        var door = new InetSocketAddress(address, port);
        loads.add(
            Load.start(
                new LoadPlan(door, "drain.example.com", sizes.users(), LoadPlan.PATIENCE),
                sender -> sender.startsWith("target-")));
      }
      rows.add(stops("StopTask, under load"));
      rows.addAll(updates());
    } finally {
      loads.forEach(Load::close);
    }
    return new DrainReport(
        sizes, machine, loadBefore, rows, loads.stream().map(Load::report).toList());
  }

  // ------------------------------------------------------------------ what is done

  private List<String> stops(String words) throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int stop = 0; stop < sizes.stops(); stop++) {
      String task = user.tasks().getFirst();
      long begin = System.nanoTime();
      user.stop(task);
      millis.add(millisUntil(tasks.endOf(task).get(), begin));
      awaitSteady();
    }
    return row(words + ", until the host is told", millis);
  }

  private List<List<String>> updates() throws Exception {
    List<Double> ended = new ArrayList<>();
    List<Double> steady = new ArrayList<>();
    for (int update = 0; update < sizes.updates(); update++) {
      List<String> before = user.tasks();
      long begin = System.nanoTime();
      user.deployAnew();
      long last = begin;
      for (String task : before) {
        last = Math.max(last, tasks.endOf(task).get());
      }
      ended.add(millisUntil(last, begin));
      awaitSteady();
      steady.add(millisUntil(System.nanoTime(), begin));
    }
    String words = "UpdateService of %d tasks, under load, ".formatted(sizes.tasks());
    return List.of(
        row(words + "until the host is told to stop the last old one", ended),
        row(words + "until the service is steady", steady));
  }

  private static double millisUntil(long end, long begin) {
    return (end - begin) / NANOS_PER_MILLI;
  }

  private static List<String> row(String words, List<Double> millis) {
    List<String> row =
        List.of(
            words,
            String.valueOf(millis.size()),
            Spread.of(millis.stream().mapToDouble(one -> one)).text());
    System.err.println(String.join("  ", row));
    return row;
  }

  private void awaitSteady() throws InterruptedException {
    BooleanSupplier steady = () -> user.isSteady(sizes.tasks());
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!steady.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("the service is not steady: " + user.described());
      }
      Pause.of(BETWEEN_LOOKS);
    }
  }
}
