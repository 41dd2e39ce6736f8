package io.berth.tests.bench;

import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StoreLimits;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.ThreadedStore;
import io.berth.scheduler.store.rocks.Durability;
import io.berth.scheduler.store.rocks.RocksState;
import io.berth.scheduler.store.rocks.StateDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Measures how long a state full of tasks takes from its files to its first answer. */
record StartTime(StoreSizes sizes, Path directory) {

  List<List<String>> fill() throws StorageException {
    try (RocksState state = open()) {
      InlineStore store = new InlineStore(state);
      store.start();
      new SampleTasks().fill(store, sizes.tasks());
    }
    return List.of();
  }

  /** One row: seconds, and bytes of heap per task afterwards. */
  List<List<String>> measure() throws StorageException {
    long heapBefore = Heap.usedBytes();
    long begin = System.nanoTime();
    try (RocksState state = open();
        ThreadedStore store = store(state)) {
      store.start();
      double seconds = (System.nanoTime() - begin) / 1e9;
      int count = store.snapshot().count(Tables.TASKS);
      if (count != sizes.tasks()) {
        throw new IllegalStateException("loaded " + count + " tasks of " + sizes.tasks());
      }
      double bytes = (double) (Heap.usedBytes() - heapBefore) / count;
      return List.of(List.of(String.valueOf(seconds), String.valueOf(bytes)));
    }
  }

  private RocksState open() throws StorageException {
    return new StateDirectory(directory, Durability.SYNCED).open(Instant.now());
  }

  private static ThreadedStore store(RocksState state) {
    return new ThreadedStore(
        state, StoreLimits.standard(), System::nanoTime, Throwable::printStackTrace);
  }
}
