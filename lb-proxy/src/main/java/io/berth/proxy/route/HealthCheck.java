package io.berth.proxy.route;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * How the health of a group's targets is judged.
 *
 * @param port the port to check; empty: the target's own
 * @param path the path to get; empty for TCP
 * @param passing the status codes that pass; none for TCP
 */
public record HealthCheck(
    Way way,
    OptionalInt port,
    String path,
    Duration interval,
    Duration timeout,
    int healthyThreshold,
    int unhealthyThreshold,
    List<StatusRange> passing) {

  public HealthCheck {
    passing = List.copyOf(passing);
  }

  /** Whether an answer with this status passes. */
  public boolean passes(int status) {
    return passing.stream().anyMatch(range -> range.first() <= status && status <= range.last());
  }

  /** What is done to find out. */
  public enum Way {
    /** A GET, on a connection of its own. */
    HTTP,
    /** A connection that is made. */
    TCP
  }

  /** HTTP status codes, both ends included. */
  public record StatusRange(int first, int last) {}
}
