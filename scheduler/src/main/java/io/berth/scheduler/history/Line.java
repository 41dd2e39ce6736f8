package io.berth.scheduler.history;

import io.berth.scheduler.store.ArchiveEntry;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;

/** One line of history: about whom, when, and what. */
public record Line(Subject subject, Instant at, Happening what) {

  /** Adds it to the history, in the same durable step as the change that it tells of. */
  public void write(WriteTx tx) {
    tx.archive(entry());
  }

  /** The word by which lines of this kind are known. */
  public String kind() {
    return LineCodec.kind(what);
  }

  ArchiveEntry entry() {
    return new ArchiveEntry(subject.text(), at, LineCodec.kind(what), LineCodec.body(what));
  }

  static Line of(ArchiveEntry entry) {
    return new Line(
        new Subject(entry.subject()), entry.at(), LineCodec.read(entry.kind(), entry.body()));
  }
}
