package io.berth.scheduler.store;

import java.nio.file.Path;

/** The journal in memory keeps what every journal promises. */
class MemoryJournalTest extends JournalContract {
  private final MemoryJournal disk = new MemoryJournal();

  @Override
  protected Opened open() {
    return new Opened(disk, disk);
  }

  @Override
  protected Opened openCheckpoint(Journal from, Path directory) {
    MemoryJournal copy = disk.checkpointAt(directory);
    return new Opened(copy, copy);
  }

  @Override
  protected Path newDirectory() {
    return Path.of("checkpoint");
  }
}
