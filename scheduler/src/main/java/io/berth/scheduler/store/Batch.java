package io.berth.scheduler.store;

import java.util.List;

/** What the journal makes durable in one step: all of it or nothing. */
public record Batch(Version version, List<Change<?, ?>> changes, List<ArchiveEntry> entries) {
  public Batch {
    changes = List.copyOf(changes);
    entries = List.copyOf(entries);
  }
}
