package io.berth.scheduler.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How the tasks of a group lie on the hosts, as a tree: each spread divides the hosts of a branch
 * by a value that they have, and counts what runs within it. Hosts without room count as well.
 */
final class Spreading {
  private final List<Candidate> hosts;
  private final List<Function<Candidate, String>> divisions = new ArrayList<>();

  Spreading(List<Candidate> hosts) {
    this.hosts = hosts;
  }

  /** Divides all branches once more, and tells how many tasks are in the branch of a host then. */
  ToLongFunction<Candidate> divide(Function<Candidate, String> value) {
    divisions.add(value);
    List<Function<Candidate, String>> path = List.copyOf(divisions);
    Map<List<String>, Long> tasks = new HashMap<>();
    for (Candidate host : hosts) {
      tasks.merge(branch(path, host), (long) host.tasksOfGroup().wanted(), Long::sum);
    }
    return host -> tasks.getOrDefault(branch(path, host), 0L);
  }

  private static List<String> branch(List<Function<Candidate, String>> path, Candidate host) {
    return path.stream().map(division -> division.apply(host)).toList();
  }
}
