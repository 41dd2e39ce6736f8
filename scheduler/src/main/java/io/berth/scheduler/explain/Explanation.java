package io.berth.scheduler.explain;

import io.berth.scheduler.placement.PlacementRequest;
import java.util.List;

/**
 * Where tasks of a request could go now, and why not there.
 *
 * @param verdicts one for every host of the cluster, in the order of their ids
 * @param groups the reasons of all hosts, the most frequent first
 * @param advice what to change, if not all tasks of the request find room
 */
public record Explanation(
    PlacementRequest request, List<Verdict> verdicts, List<ReasonGroup> groups, Advice advice) {
  public Explanation {
    verdicts = List.copyOf(verdicts);
    groups = List.copyOf(groups);
  }

  /** How many hosts take the task. */
  public int fittingHosts() {
    return (int) verdicts.stream().filter(Verdict::fits).count();
  }

  /** How many such tasks they take together. */
  public long room() {
    return verdicts.stream().mapToLong(Verdict::room).sum();
  }

  /** Whether each task of the request finds room. */
  public boolean hasRoomForAll() {
    return room() >= request.count();
  }
}
