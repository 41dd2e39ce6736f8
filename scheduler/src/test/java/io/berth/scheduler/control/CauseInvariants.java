package io.berth.scheduler.control;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Happening.TaskOn;
import io.berth.scheduler.history.History;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.util.List;
import java.util.Optional;

/** Every task that was made, and every one that shall end, has a line which says why. */
public final class CauseInvariants {
  private CauseInvariants() {}

  /** Of all tasks that have a row. */
  public static void check(ReadTx state, History history) {
    for (Task task : state.rows(Tables.TASKS)) {
      require(finding(task, Optional.of(task), history));
    }
  }

  /** The same as it will be asked for when the row is gone: costly, since ends are looked for. */
  public static void checkWithoutRows(ReadTx state, History history) {
    for (Task task : state.rows(Tables.TASKS)) {
      require(finding(task, Optional.empty(), history));
    }
  }

  private static void require(Optional<String> finding) {
    if (finding.isPresent()) {
      throw new AssertionError(finding.get());
    }
  }

  /**
   * What is missing of the causes of a task, if something is.
   *
   * @param known what whoever asks has of it
   */
  public static Optional<String> finding(Task task, Optional<Task> known, History history) {
    List<Line> lines = lines(history, task, known);
    TaskOn itself = new TaskOn(task.id(), task.host());
    boolean isPlaced =
        lines.stream()
            .anyMatch(line ->
                switch (line.what()) {
                  case Happening.Placed placed -> placed.tasks().contains(itself);
                  case Happening.Adopted adopted -> adopted.tasks().contains(itself);
                  default -> false;
                });
    if (!isPlaced) {
      return Optional.of("nothing says why it was placed: " + task + " in " + lines);
    }
    boolean isStopped =
        lines.stream().map(Line::what).anyMatch(what -> says(what, itself, task.wish()));
    return isStopped == task.isWanted()
        ? Optional.of("its end is told wrongly: " + task + " in " + lines)
        : Optional.empty();
  }

  private static List<Line> lines(History history, Task task, Optional<Task> known) {
    try {
      return history.of(task.id(), known);
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean says(Happening what, TaskOn task, Wish wish) {
    return switch (what) {
      case Happening.Stopped stopped -> stopped.tasks().contains(task);
      case Happening.StopAsked _, Happening.Ended _ -> true;
      case Happening.Abandoned _, Happening.Expired _ -> wish instanceof Wish.Abandoned;
      default -> false;
    };
  }
}
