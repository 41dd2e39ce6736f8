package io.berth.scheduler.store.rocks;

import io.berth.scheduler.store.Journal;
import io.berth.scheduler.store.JournalContract;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StorageException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The journal on disk keeps what every journal promises. */
class RocksStateTest extends JournalContract {
  @TempDir private Path directory = Path.of("");

  @Override
  protected Opened open() throws StorageException {
    return opened(directory.resolve("state"));
  }

  @Override
  protected Opened openCheckpoint(Journal from, Path checkpoint) throws StorageException {
    return opened(checkpoint);
  }

  @Override
  protected Path newDirectory() {
    return directory.resolve("checkpoint");
  }

  private static Opened opened(Path path) throws StorageException {
    RocksState state = new StateDirectory(path, Durability.SYNCED).open(Samples.NOON);
    return new Opened(state, state);
  }
}
