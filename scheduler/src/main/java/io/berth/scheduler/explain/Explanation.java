package io.berth.scheduler.explain;

import io.berth.scheduler.placement.PlacementRequest;
import java.util.List;

/**
 * Where tasks of a request could go now, and why not there.
 *
 * @param findings one for every host of the cluster, in the order of their ids
 * @param groups the reasons of all hosts, the most frequent first
 * @param advice what to change, if not all tasks of the request find room
 */
public record Explanation(
    PlacementRequest request, List<Finding> findings, List<ReasonGroup> groups, Advice advice) {
  public Explanation {
    findings = List.copyOf(findings);
    groups = List.copyOf(groups);
  }

  /** How many hosts take the task. */
  public int fittingHosts() {
    return (int) findings.stream().filter(Finding::fits).count();
  }

  /** How many such tasks they take together. */
  public long room() {
    return findings.stream().mapToLong(Finding::room).sum();
  }

  /** Whether each task of the request finds room. */
  public boolean hasRoomForAll() {
    return room() >= request.count();
  }
}
