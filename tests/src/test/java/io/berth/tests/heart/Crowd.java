package io.berth.tests.heart;

import io.berth.tests.load.Load;
import io.berth.tests.load.LoadPlan;
import io.berth.tests.load.LoadReport;
import io.berth.tests.load.Traffic;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** All users of services, at any number of doors. */
public final class Crowd implements AutoCloseable {
  private final List<Load> loads = new ArrayList<>();

  /** Further ones, who begin at once. */
  void add(
      InetSocketAddress door, String host, Map<Traffic, Integer> users, Predicate<String> members) {
    loads.add(Load.start(new LoadPlan(door, host, users, LoadPlan.PATIENCE), members));
  }

  /** How many requests of a kind wait for their answer just now. */
  int open(Traffic kind) {
    return loads.stream().mapToInt(load -> load.open(kind)).sum();
  }

  /** What became of the requests so far, door by door. */
  public List<LoadReport> reports() {
    return loads.stream().map(Load::report).toList();
  }

  public long answered() {
    return reports().stream().mapToLong(LoadReport::answeredOfAll).sum();
  }

  public long failed() {
    return reports().stream().mapToLong(LoadReport::failed).sum();
  }

  /** How many have failed of those that began at this time or later. */
  public long failedSince(long nanos) {
    return loads.stream().mapToLong(load -> load.failedSince(nanos)).sum();
  }

  /** Lets those under way end, so that all is told. */
  public void stop() {
    loads.parallelStream().forEach(Load::close);
  }

  @Override
  public void close() {
    stop();
  }
}
