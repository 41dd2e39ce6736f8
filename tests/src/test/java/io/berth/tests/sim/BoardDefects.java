package io.berth.tests.sim;

import io.berth.scheduler.control.BoardDoor;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.Board;
import io.berth.scheduler.placement.OldKinds;
import io.berth.scheduler.store.StateStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The bugs that can be planted on the board of one life of the scheduler. */
final class BoardDefects {
  private static final TaskShape NOTHING = new TaskShape(Resources.NONE);

  private final Surroundings world;
  private final StateStore store;
  private final OldKinds kinds = new OldKinds();
  private final Map<HostId, Map<String, String>> attributes = new HashMap<>();
  private final Set<TaskId> wronged = new HashSet<>();

  BoardDefects(Surroundings world, StateStore store) {
    this.world = world;
    this.store = store;
  }

  /** A task was placed just now. */
  void placed(Task task) {
    if (world.strikes(Defect.UNDO_MISSED, 20)) {
      visit(board -> board.take(task.host(), stay(task)));
    }
    if (world.has(Defect.DISTINCT_SEES_RUNNING_ONLY)) {
      wronged.add(task.id());
      visit(board -> board.giveBack(task.host(), countedOnly(task)));
    }
  }

  void moved(Task before, Task after) {
    if (world.has(Defect.STOPPING_TAKES_NOTHING)) {
      if (before.isWanted() && !after.isWanted() && !after.isOver()) {
        wronged.add(after.id());
        visit(board -> board.giveBack(after.host(), stay(after)));
      } else if (after.isOver() && wronged.remove(after.id())) {
        visit(board -> board.take(after.host(), stay(after)));
      }
    }
    if (world.has(Defect.DISTINCT_SEES_RUNNING_ONLY)
        && after.status() != Task.Status.PENDING
        && wronged.remove(after.id())) {
      visit(board -> board.take(after.host(), countedOnly(after)));
    }
  }

  void changed(Host after) {
    if (world.has(Defect.ROW_OF_HOST_OLD)) {
      Map<String, String> old =
          attributes.computeIfAbsent(after.id(), _ -> after.usersAttributes());
      if (after.status() == Host.Status.ACTIVE) {
        visit(board -> board.list(after.attributed(old)));
      }
    }
    if (world.has(Defect.KIND_NOT_LEFT)) {
      visit(board -> kinds.keep(board, SimScheduler.CLUSTER));
    }
  }

  private void visit(Consumer<Board> visit) {
    BoardDoor.in(store, visit);
  }

  private static Board.Stay stay(Task task) {
    return new Board.Stay(task.order().asked(), task.order().group(), task.isWanted());
  }

  /** It takes nothing, and counts as one that stops. */
  private static Board.Stay countedOnly(Task task) {
    return new Board.Stay(NOTHING, task.order().group(), false);
  }
}
