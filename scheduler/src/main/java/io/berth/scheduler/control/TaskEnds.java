package io.berth.scheduler.control;

import io.berth.scheduler.lifecycle.Move;
import io.berth.scheduler.lifecycle.TaskLife;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;

/** The one way by which tasks come to their end, whoever wants it. */
final class TaskEnds {
  private TaskEnds() {}

  /** Wants the task to end; one that ends or has ended already stays as it is. */
  static Task end(WriteTx tx, Task task, StopCause cause, Instant now) {
    return moved(tx, task, TaskLife.stop(task, cause, now));
  }

  /** No request comes any more, so the host may be told. */
  static Task drained(WriteTx tx, Task task) {
    return moved(tx, task, TaskLife.drained(task));
  }

  /** Its host is gone for good: there is nobody to be told. */
  static Task abandon(WriteTx tx, Task task, StopCause cause, Instant now) {
    return moved(tx, task, TaskLife.abandon(task, cause, now));
  }

  private static Task moved(WriteTx tx, Task task, Move move) {
    return switch (move) {
      case Move.Moved(Task moved) -> {
        tx.update(Tables.TASKS, moved);
        yield moved;
      }
      case Move.Ignored _ -> task;
      case Move.Refused(String why) -> throw new IllegalStateException(why);
    };
  }
}
