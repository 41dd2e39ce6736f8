package io.berth.scheduler.session;

import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.ChangeFan;
import io.berth.scheduler.peer.Seats;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.Commit;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells each session which of its host's tasks have changed. */
record TaskMarks(Seats<TaskId> seats) implements ChangeFan.Marks {
  static final Set<Table<?, ?>> TABLES = Set.of(Tables.TASKS);

  /** What was missed is unknown, so every session looks at everything. */
  @Override
  public void begin(Snapshot state) {
    seats.all().forEach(seat -> seat.mailbox().everythingChanged());
  }

  @Override
  public void changed(Commit commit) {
    Map<PeerId, List<TaskId>> changed = new HashMap<>();
    for (Change<?, ?> change : commit.changes()) {
      Object row = change.after().isPresent() ? change.after().get() : change.before().get();
      if (row instanceof Task task) {
        PeerId agent = new PeerId(task.host().high(), task.host().low());
        changed.computeIfAbsent(agent, _ -> new ArrayList<>()).add(task.id());
      }
    }
    changed.forEach(
        (agent, tasks) -> seats.at(agent).ifPresent(seat -> seat.mailbox().changed(tasks)));
  }
}
