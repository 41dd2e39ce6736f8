package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The mirrors of one head: each begins when somebody first asks for it. */
final class Mirrors {
  private final Map<Mirror.Kind<?>, Mirror> byKind = new HashMap<>();
  private final Map<Table<?, ?>, List<Mirror>> byTable = new HashMap<>();

  <M extends Mirror> M get(Mirror.Kind<M> kind, ReadTx rows) {
    Mirror known = byKind.get(kind);
    if (known == null) {
      known = kind.filled(rows);
      byKind.put(kind, known);
      for (Table<?, ?> table : kind.tables()) {
        byTable.computeIfAbsent(table, _ -> new ArrayList<>()).add(known);
      }
    }
    @SuppressWarnings("unchecked") // a kind makes mirrors of its own type
    M mirror = (M) known;
    return mirror;
  }

  void moved(Table<?, ?> table, @Nullable Object before, @Nullable Object after) {
    List<Mirror> concerned = byTable.get(table);
    if (concerned == null) {
      return;
    }
    boolean done = false;
    try {
      for (Mirror mirror : concerned) {
        mirror.moved(table, before, after);
      }
      done = true;
    } finally {
      if (!done) {
        // What one of them has understood by now, nobody knows: they begin anew.
        byKind.clear();
        byTable.clear();
      }
    }
  }
}
