package io.berth.scheduler.explain;

import io.berth.scheduler.model.HostId;
import java.util.Comparator;
import java.util.List;

/**
 * Changes that together make room for one task, and of which each is needed.
 *
 * @param hosts some of the hosts on which the task fits then, if the changes are made there
 * @param hostCount how many such hosts were found
 */
public record Suggestion(List<Change> changes, List<HostId> hosts, int hostCount) {
  /** What costs users least comes first. */
  static final Comparator<Suggestion> ORDER =
      Comparator.<Suggestion>comparingInt(suggestion -> suggestion.changes().size())
          .thenComparingInt(Suggestion::effort)
          .thenComparing(Comparator.comparingInt(Suggestion::hostCount).reversed())
          .thenComparing(suggestion -> suggestion.changes().toString())
          .thenComparing(suggestion -> suggestion.hosts().getFirst());

  public Suggestion {
    changes = List.copyOf(changes);
    hosts = List.copyOf(hosts);
  }

  private int effort() {
    return changes.stream().mapToInt(Suggestion::effort).sum();
  }

  private static int effort(Change change) {
    return switch (change) {
      case Change.LessMemory _, Change.LessCpu _ -> 1;
      case Change.DynamicPort _ -> 2;
      case Change.Reconnect _ -> 3;
      case Change.Activate _ -> 4;
      case Change.PutAttribute _ -> 5;
      case Change.DropConstraint _ -> 6;
      case Change.StopTasks(var tasks) -> 6 + tasks.size();
    };
  }
}
