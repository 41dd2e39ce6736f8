package io.berth.scheduler.control;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.placement.PlacementRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for some equal tasks.
 *
 * @param membership of tasks that a service wants
 * @param lease that of the first task, if they must not outlive the leases of their hosts
 */
public record RunTask(
    ClusterName cluster,
    Plan plan,
    Where where,
    String group,
    String startedBy,
    Map<String, String> tags,
    Optional<Token> token,
    Optional<Membership> membership,
    Optional<TaskLease> lease) {

  public RunTask {
    tags = Map.copyOf(tags);
  }

  /** Asks for tasks that stand for themselves. */
  public RunTask(
      ClusterName cluster,
      Plan plan,
      Where where,
      String group,
      String startedBy,
      Map<String, String> tags,
      Optional<Token> token) {
    this(cluster, plan, where, group, startedBy, tags, token, Optional.empty(), Optional.empty());
  }

  /** Where the tasks shall be. */
  public sealed interface Where {

    /**
     * So many of them, where the constraints hold and the strategies find it best.
     *
     * @param preferences expressions of hosts that come before others, the most important first
     */
    record Placed(
        int count,
        List<String> preferences,
        List<Strategy> strategies,
        List<Constraint> constraints)
        implements Where {
      public Placed {
        preferences = List.copyOf(preferences);
        strategies = List.copyOf(strategies);
        constraints = List.copyOf(constraints);
      }

      /** Where the constraints hold, and no host is preferred. */
      public Placed(int count, List<Strategy> strategies, List<Constraint> constraints) {
        this(count, List.of(), strategies, constraints);
      }

      /** Wherever the strategies find it best. */
      public Placed(int count, List<Strategy> strategies) {
        this(count, strategies, List.of());
      }

      /** What the definition says holds, and what the request says holds besides. */
      public PlacementRequest tasks(Plan plan, String group) {
        List<Constraint> both = new ArrayList<>(plan.constraints());
        both.addAll(constraints);
        return new PlacementRequest(plan.asked(), count, group, both, preferences, strategies);
      }
    }

    /** One on each of these hosts, whatever is said of others: nobody chooses here. */
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

  /**
   * A task that was not made: the host that came closest, or that was named, and ECS's reason.
   *
   * @param detail what that reason leaves open
   */
  public record NotPlaced(HostId host, String reason, Optional<String> detail) {
    /** The reason says it all. */
    public NotPlaced(HostId host, String reason) {
      this(host, reason, Optional.empty());
    }
  }
}
