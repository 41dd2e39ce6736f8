package io.berth.scheduler.control;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.placement.Strategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for some equal tasks. */
public record RunTask(
    ClusterName cluster,
    Plan plan,
    Where where,
    String group,
    String startedBy,
    Map<String, String> tags,
    Optional<Token> token) {

  public RunTask {
    tags = Map.copyOf(tags);
  }

  /** Where the tasks shall be. */
  public sealed interface Where {

    /** So many of them, wherever placement finds best. */
    record Placed(int count, List<Strategy> strategies) implements Where {
      public Placed {
        strategies = List.copyOf(strategies);
      }
    }

    /** One on each of these hosts. */
    record Named(List<HostId> hosts) implements Where {
      public Named {
        hosts = List.copyOf(hosts);
      }
    }
  }

  /** The client's own name of this request, and what it asks for. */
  public record Token(String text, Fingerprint request) {}

  /** The tasks that were made, and why the others were not. */
  public record Answer(List<Task> tasks, List<NotPlaced> failures) {
    public Answer {
      tasks = List.copyOf(tasks);
      failures = List.copyOf(failures);
    }
  }

  /** A task that was not made: the host that came closest, or that was named, and ECS's reason. */
  public record NotPlaced(HostId host, String reason) {}
}
