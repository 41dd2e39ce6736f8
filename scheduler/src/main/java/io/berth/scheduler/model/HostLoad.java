package io.berth.scheduler.model;

import java.util.HashSet;
import java.util.Set;

/**
 * What the tasks of a host take from it together: each one counts until it is over, the stopping
 * ones included, since their memory and ports are still in use.
 */
public record HostLoad(Resources taken, Set<HostPort> staticPorts, TaskCounts tasks) {
  /** The load of a host without tasks. */
  public static final HostLoad NONE = new HostLoad(Resources.NONE, Set.of(), TaskCounts.NONE);

  public HostLoad {
    staticPorts = Set.copyOf(staticPorts);
  }

  public HostLoad plus(Task task) {
    if (task.isOver()) {
      return this;
    }
    TaskShape shape = task.order().asked();
    Set<HostPort> ports = staticPorts;
    if (!shape.staticPorts().isEmpty()) {
      ports = new HashSet<>(staticPorts);
      ports.addAll(shape.staticPorts());
    }
    return new HostLoad(taken.plus(shape.asked()), ports, tasks.plus(task));
  }

  public HostLoad minus(Task task) {
    if (task.isOver()) {
      return this;
    }
    TaskShape shape = task.order().asked();
    Set<HostPort> ports = staticPorts;
    if (!shape.staticPorts().isEmpty()) {
      ports = new HashSet<>(staticPorts);
      shape.staticPorts().forEach(ports::remove);
    }
    return new HostLoad(taken.minus(shape.asked()), ports, tasks.minus(task));
  }
}
