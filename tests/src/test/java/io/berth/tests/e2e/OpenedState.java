package io.berth.tests.e2e;

import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.rocks.Durability;
import io.berth.scheduler.store.rocks.RocksState;
import io.berth.scheduler.store.rocks.StateDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A state directory opened and loaded in the test's own process, as a restarted scheduler would.
 */
final class OpenedState implements AutoCloseable {
  private final RocksState state;
  private final InlineStore store;

  private OpenedState(RocksState state, InlineStore store) {
    this.state = state;
    this.store = store;
  }

  static OpenedState open(Path directory) throws StorageException {
    RocksState state = new StateDirectory(directory, Durability.SYNCED).open(Instant.now());
    InlineStore store = new InlineStore(state);
    boolean loaded = false;
    try {
      store.start();
      loaded = true;
      return new OpenedState(state, store);
    } finally {
      if (!loaded) {
        state.close();
      }
    }
  }

  ReadTx tx() {
    return store.snapshot();
  }

  /** What is wrong with it; reads all of it, the archive too. */
  List<String> findings(Promises promises) throws StorageException {
    return SequenceCheck.findings(promises, tx(), state);
  }

  @Override
  public void close() {
    state.close();
  }
}
