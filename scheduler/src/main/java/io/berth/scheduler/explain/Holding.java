package io.berth.scheduler.explain;

import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.placement.Obstacle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has what a task lacks on a host.
 *
 * @param tasks how many tasks have some of it
 * @param amount what they have together
 * @param largest those that have most
 * @param groups the task groups that have most
 */
public record Holding(int tasks, long amount, List<OfTask> largest, List<OfGroup> groups) {
  private static final int MOST = 5;

  public Holding {
    largest = List.copyOf(largest);
    groups = List.copyOf(groups);
  }

  /**
   * What one task has.
   *
   * @param isWanted whether it shall go on running; what it has comes free soon if not
   */
  public record OfTask(TaskId id, String group, boolean isWanted, long amount) {}

  /** What the tasks of a group have together. */
  public record OfGroup(String group, int tasks, long amount) {
    private OfGroup plus(OfGroup other) {
      return new OfGroup(group, tasks + other.tasks, amount + other.amount);
    }
  }

  /** Of the tasks that are on the host. */
  public static Holding of(Obstacle obstacle, HostFacts facts, Collection<Task> tasks) {
    List<OfTask> holders = new ArrayList<>();
    Map<String, OfGroup> groups = new HashMap<>();
    long amount = 0;
    for (Task task : tasks) {
      long share = new Tenant(task, facts).share(obstacle);
      if (share > 0) {
        String group = task.order().group();
        amount += share;
        holders.add(new OfTask(task.id(), group, task.isWanted(), share));
        groups.merge(group, new OfGroup(group, 1, share), OfGroup::plus);
      }
    }
    holders.sort(Comparator.comparingLong(OfTask::amount).reversed().thenComparing(OfTask::id));
    List<OfGroup> byAmount = new ArrayList<>(groups.values());
    byAmount.sort(
        Comparator.comparingLong(OfGroup::amount).reversed().thenComparing(OfGroup::group));
    return new Holding(
        holders.size(),
        amount,
        holders.subList(0, Math.min(MOST, holders.size())),
        byAmount.subList(0, Math.min(MOST, byAmount.size())));
  }
}
