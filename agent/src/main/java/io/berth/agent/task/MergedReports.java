package io.berth.agent.task;

import io.berth.agent.model.EngineStatus;
import io.berth.agent.model.TaskId;
import io.berth.agent.model.TaskStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest status of each task until somebody takes it to the scheduler: never more than
 * one for each task, however long nobody comes. May be called from any thread.
 */
public final class MergedReports implements Reporter {
  private final Runnable onNews;
  private final SequencedMap<TaskId, TaskStatus> statuses = new LinkedHashMap<>();
  private @Nullable EngineStatus engine;

  /** Runs the argument after each report, outside of any lock. */
  public MergedReports(Runnable onNews) {
    this.onNews = onNews;
  }

  @Override
  public void report(TaskStatus status) {
    put(status);
    onNews.run();
  }

  @Override
  public void report(EngineStatus status) {
    put(status);
    onNews.run();
  }

  private synchronized void put(TaskStatus status) {
    statuses.put(status.taskId(), status);
  }

  private synchronized void put(EngineStatus status) {
    engine = status;
  }

  /** Takes so many statuses at most, those that have waited longest first. */
  public synchronized List<TaskStatus> take(int most) {
    var taken = new ArrayList<TaskStatus>();
    var waiting = statuses.values().iterator();
    while (waiting.hasNext() && taken.size() < most) {
      taken.add(waiting.next());
      waiting.remove();
    }
    return taken;
  }

  /** Gives back what could not leave; it comes next, unless its task has moved on meanwhile. */
  public synchronized void giveBack(List<TaskStatus> left) {
    for (TaskStatus status : left.reversed()) {
      if (!statuses.containsKey(status.taskId())) {
        statuses.putFirst(status.taskId(), status);
      }
    }
  }

  /** Takes the engine's newest status, if nobody has taken it yet. */
  public synchronized Optional<EngineStatus> takeEngine() {
    Optional<EngineStatus> taken = Optional.ofNullable(engine);
    engine = null;
    return taken;
  }
}
