package io.berth.tests.bench;

import io.berth.scheduler.store.Batch;
import io.berth.scheduler.store.Journal;
import io.berth.scheduler.store.Version;
import java.nio.file.Path;

/** A journal that keeps nothing, so that what is left to measure is the store's own work. */
final class IdleJournal implements Journal {

  @Override
  public Version load(RowSink sink) {
    return new Version(1, 0);
  }

  @Override
  public void append(Batch batch) {}

  @Override
  public void checkpoint(Path directory) {
    throw new UnsupportedOperationException("there is nothing to copy");
  }

  @Override
  public void close() {}
}
