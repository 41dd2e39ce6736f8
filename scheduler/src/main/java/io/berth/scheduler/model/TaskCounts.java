package io.berth.scheduler.model;

/**
 * How many tasks there are, as ECS counts them.
 *
 * @param running tasks that run and shall
 * @param pending tasks on their way to that
 * @param alive tasks that are not over, stopping ones included
 */
public record TaskCounts(int running, int pending, int alive) {
  /** No task. */
  public static final TaskCounts NONE = new TaskCounts(0, 0, 0);

  public TaskCounts plus(Task task) {
    return moved(task, 1);
  }

  public TaskCounts minus(Task task) {
    return moved(task, -1);
  }

  /** A task has changed; these very counts if it counts as before. */
  public TaskCounts moved(Task before, Task after) {
    return before.status() == after.status() && before.isWanted() == after.isWanted()
        ? this
        : minus(before).plus(after);
  }

  private TaskCounts moved(Task task, int by) {
    return switch (task.status()) {
      case PENDING -> new TaskCounts(running, task.isWanted() ? pending + by : pending, alive + by);
      case RUNNING -> new TaskCounts(task.isWanted() ? running + by : running, pending, alive + by);
      case DEACTIVATING, STOPPING -> new TaskCounts(running, pending, alive + by);
      case STOPPED -> this;
    };
  }
}
