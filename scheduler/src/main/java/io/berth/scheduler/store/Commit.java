package io.berth.scheduler.store;

import java.util.List;

/** What one durable batch changed, in the order in which it was decided. */
public record Commit(Version version, List<Change<?, ?>> changes) {
  public Commit {
    changes = List.copyOf(changes);
  }
}
