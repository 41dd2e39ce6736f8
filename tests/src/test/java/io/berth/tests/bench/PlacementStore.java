package io.berth.tests.bench;

import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StoreLimits;
import io.berth.scheduler.store.ThreadedStore;
import io.berth.scheduler.store.rocks.Durability;
import io.berth.scheduler.store.rocks.RocksState;
import io.berth.scheduler.store.rocks.StateDirectory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The state of a cluster that is to be filled.
 *
 * @param callers how many may call at a time: what is on disk answers many at once
 * @param cpuNanos what the work has cost so far: of the one thread that does all of it, or of the
 *     whole process
 */
record PlacementStore(StateStore store, int callers, LongSupplier cpuNanos, Runnable end)
    implements AutoCloseable {
  private static final int CALLERS = 64;

  static PlacementStore inMemory() throws StorageException {
    InlineStore store = new InlineStore(new MemoryJournal());
    store.start();
    return new PlacementStore(
        store, 1, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime, () -> {});
  }

  static PlacementStore onDisk(Path directory) throws StorageException {
    RocksState state = new StateDirectory(directory, Durability.SYNCED).open(Instant.now());
    ThreadedStore store =
        new ThreadedStore(
            state, StoreLimits.standard(), System::nanoTime, Throwable::printStackTrace);
    store.start();
    return new PlacementStore(
        store,
        CALLERS,
        () -> ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos(),
        () -> {
          store.close();
          state.close();
        });
  }

  @Override
  public void close() {
    end.run();
  }
}
