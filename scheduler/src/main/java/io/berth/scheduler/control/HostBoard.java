package io.berth.scheduler.control;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.placement.Board;
import io.berth.scheduler.store.Mirror;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the board of placement in step with the rows. */
final class HostBoard implements Mirror {
  static final Kind<HostBoard> KIND =
      new Kind<>(HostBoard::new, List.of(Tables.HOSTS, Tables.TASKS, Tables.TARGETS));

  private final Board board = new Board();

  Board board() {
    return board;
  }

  @Override
  public void moved(Table<?, ?> table, @Nullable Object before, @Nullable Object after) {
    if (table == Tables.TASKS) {
      moved((Task) before, (Task) after);
    } else if (table == Tables.HOSTS) {
      moved((Host) before, (Host) after);
    } else {
      moved((Target) before, (Target) after);
    }
  }

  private void moved(@Nullable Host before, @Nullable Host after) {
    if (after != null && after.status() == Host.Status.ACTIVE) {
      board.list(after);
    } else if (before != null) {
      board.unlist(before.id());
    }
  }

  private void moved(@Nullable Task before, @Nullable Task after) {
    if (before != null && after != null && isCountedAlike(before, after)) {
      return;
    }
    if (before != null && !before.isOver()) {
      board.giveBack(before.host(), stay(before));
    }
    if (after != null && !after.isOver()) {
      board.take(after.host(), stay(after));
    }
  }

  private static Board.Stay stay(Task task) {
    return new Board.Stay(task.order().asked(), task.order().group(), task.isWanted());
  }

  /** What a task takes and where it is never changes. */
  private static boolean isCountedAlike(Task before, Task after) {
    return before.isOver() == after.isOver() && before.isWanted() == after.isWanted();
  }

  private void moved(@Nullable Target before, @Nullable Target after) {
    if (before != null) {
      before.heldOn().ifPresent(host -> board.hold(host, -1));
    }
    if (after != null) {
      after.heldOn().ifPresent(host -> board.hold(host, 1));
    }
  }
}
