package io.berth.scheduler.foresight;

import io.berth.scheduler.foresight.Move.Kind;
import io.berth.scheduler.foresight.Move.What;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Change;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Changes of rows, as what they mean for tasks. */
final class Moves {
  private Moves() {}

  /** Of a task that changes several times, the first state and the last one count. */
  static List<Move> of(List<Change<?, ?>> changes) {
    Map<TaskId, Optional<Task>> before = new HashMap<>();
    Map<TaskId, Optional<Task>> after = new HashMap<>();
    for (Change<?, ?> change : changes) {
      if (change.key() instanceof TaskId id) {
        before.putIfAbsent(id, change.before().map(Task.class::cast));
        after.put(id, change.after().map(Task.class::cast));
      }
    }
    Map<What, Integer> counts = new TreeMap<>(What.ORDER);
    after.forEach((id, last) ->
        last.flatMap(task ->
                kind(before.getOrDefault(id, Optional.empty()), task).map(kind -> what(kind, task)))
            .ifPresent(what -> counts.merge(what, 1, Integer::sum)));
    return counts.entrySet().stream()
        .map(entry -> new Move(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static What what(Kind kind, Task task) {
    return new What(
        kind,
        task.order().membership().map(Membership::service),
        task.order().definition(),
        task.host());
  }

  /** One that was not wanted any more was on its way out already. */
  private static Optional<Kind> kind(Optional<Task> before, Task after) {
    if (before.isEmpty()) {
      return after.isWanted() ? Optional.of(Kind.START) : Optional.empty();
    }
    if (!before.get().isWanted()) {
      return Optional.empty();
    }
    return switch (after.wish()) {
      case Wish.Run() -> Optional.empty();
      case Wish.Drain _ -> Optional.of(Kind.DRAIN);
      case Wish.Stop _ -> Optional.of(Kind.STOP);
      case Wish.Abandoned _ -> Optional.of(Kind.LOSE);
    };
  }
}
