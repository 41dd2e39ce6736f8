package io.berth.tests.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each fault has struck and each move of a task was seen. */
final class Counts {
  /** In so many seeds every fault strikes and every move is seen. */
  static final int SEEDS_FOR_ALL = 25;

  /** The moves that a batch of seeds must have seen. */
  static final List<String> MOVES =
      List.of(
          "told ACCEPTED",
          "told PULLING",
          "told CREATING",
          "told STARTING",
          "told RUNNING",
          "told STOPPING",
          "told STOPPED",
          "stop by USER_INITIATED",
          "stop by ESSENTIAL_CONTAINER_EXITED",
          "stop by TASK_FAILED_TO_START",
          "stop by SERVICE_SCHEDULER_INITIATED",
          "rollout COMPLETED",
          "service Draining",
          "service Inactive",
          "end DESIRED",
          "end ESSENTIAL_EXITED",
          "end FAILED_TO_START",
          "host silent",
          "host heard",
          "host told to be DRAINING",
          "host told to be ACTIVE",
          "host lost",
          "host back after its loss",
          "host rests",
          "brake began",
          "brake ended",
          "placed with a lease",
          "stop by TERMINATION_NOTICE",
          "task replaced for its host's loss",
          "task fenced",
          "task expired",
          "end LEASE_ENDED",
          "attribute put",
          "attribute removed",
          "placed APART",
          "placed IN_TWO_ZONES",
          "placed APART_IN_A_ZONE",
          "placed GOLD",
          "placed NOT_LOW",
          "placed as preferred",
          "placed elsewhere than preferred",
          "target registered",
          "target HEALTHY",
          "target INITIAL",
          "target UNHEALTHY",
          "target draining",
          "target gone: AGREED",
          "target gone: DELAY_OVER",
          "target gone: BY_ITSELF",
          "port released by all",
          "port released by staleness",
          "table told in full",
          "table told by difference",
          "table kept over a restart",
          "table not taken by the disk",
          "request ANSWERED",
          "request tried again",
          "request NO_TARGET",
          "request UNREACHED",
          "request CUT",
          "request PROXY_GONE");

  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Map<String, Long> moves = new TreeMap<>();
  private long tasks;
  private long seconds;

  void hit(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  void moved(String move) {
    moves.merge(move, 1L, Long::sum);
  }

  void task() {
    tasks++;
  }

  void lasted(long simulatedSeconds) {
    seconds += simulatedSeconds;
  }

  long tasks() {
    return tasks;
  }

  long seconds() {
    return seconds;
  }

  long hits() {
    return faults.values().stream().mapToLong(Long::longValue).sum();
  }

  void add(Counts other) {
    other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    other.moves.forEach((move, count) -> moves.merge(move, count, Long::sum));
    tasks += other.tasks;
    seconds += other.seconds;
  }

  /** Faults and moves that never were. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      if (!faults.containsKey(fault)) {
        missing.add(fault.name());
      }
    }
    MOVES.stream().filter(move -> !moves.containsKey(move)).forEach(missing::add);
    return missing;
  }

  String table() {
    StringBuilder table = new StringBuilder();
    table.append("%,d tasks in %,d simulated seconds%n".formatted(tasks, seconds));
    for (Fault fault : Fault.values()) {
      table.append("%9d  %s%n".formatted(faults.getOrDefault(fault, 0L), fault));
    }
    moves.forEach((move, count) -> table.append("%9d  %s%n".formatted(count, move)));
    return table.toString();
  }
}
