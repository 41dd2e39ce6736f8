package io.berth.scheduler.explain;

import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.placement.HostView;
import java.util.List;
import java.util.Set;

/**
 * A cluster as explanations read it: all hosts at once, and what is on one of them when somebody
 * asks, since a cluster has a hundred times as many tasks as hosts. Answers stay the same.
 */
public interface Scene {

  /** Every host that is registered, also those that take no tasks, in any order. */
  List<HostSight> hosts();

  /** The tasks of a host that are not over. */
  List<Task> tasks(HostId host);

  /** The host as it would be if these of its tasks were over. */
  HostView without(HostId host, Set<TaskId> tasks);

  /** Targets that are gone, and whose ports on this host are not given to others yet. */
  List<Target> heldTargets(HostId host);
}
