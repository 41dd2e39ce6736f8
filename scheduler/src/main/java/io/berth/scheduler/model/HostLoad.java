package io.berth.scheduler.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the tasks of a host take from it together: each one counts until it is over, the stopping
 * ones included, since their memory, ports and devices are still in use.
 *
 * @param devices the ids of those that are some task's own
 */
public record HostLoad(
    Resources taken, Set<HostPort> staticPorts, Set<String> devices, TaskCounts tasks) {
  /** The load of a host without tasks. */
  public static final HostLoad NONE =
      new HostLoad(Resources.NONE, Set.of(), Set.of(), TaskCounts.NONE);

  public HostLoad {
    staticPorts = Set.copyOf(staticPorts);
    devices = Set.copyOf(devices);
  }

  public HostLoad plus(Task task) {
    if (task.isOver()) {
      return this;
    }
    TaskShape shape = task.order().asked();
    return new HostLoad(
        taken.plus(shape.asked()),
        with(staticPorts, shape.staticPorts()),
        with(devices, ids(task)),
        tasks.plus(task));
  }

  public HostLoad minus(Task task) {
    if (task.isOver()) {
      return this;
    }
    TaskShape shape = task.order().asked();
    return new HostLoad(
        taken.minus(shape.asked()),
        without(staticPorts, shape.staticPorts()),
        without(devices, ids(task)),
        tasks.minus(task));
  }

  /** A task has changed, which takes the same as before until it is over. */
  public HostLoad moved(Task before, Task after) {
    if (before.isOver() != after.isOver() || !before.order().equals(after.order())) {
      return minus(before).plus(after);
    }
    TaskCounts counts = tasks.moved(before, after);
    return counts.equals(tasks) ? this : new HostLoad(taken, staticPorts, devices, counts);
  }

  private static List<String> ids(Task task) {
    List<GivenDevice> given = task.order().devices();
    return given.isEmpty() ? List.of() : given.stream().map(GivenDevice::id).toList();
  }

  /** Most tasks name nothing, and the set stays the one that it is. */
  private static <T> Set<T> with(Set<T> names, Collection<T> more) {
    if (more.isEmpty()) {
      return names;
    }
    Set<T> all = new HashSet<>(names);
    all.addAll(more);
    return all;
  }

  private static <T> Set<T> without(Set<T> names, Collection<T> less) {
    if (less.isEmpty()) {
      return names;
    }
    Set<T> left = new HashSet<>(names);
    left.removeAll(less);
    return left;
  }
}
