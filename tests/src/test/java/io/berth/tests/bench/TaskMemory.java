package io.berth.tests.bench;

import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.util.List;

/** Measures the heap that one task row takes, with its indexes. */
record TaskMemory(StoreSizes sizes) {

  /** One row: bytes per task. */
  List<List<String>> measure() throws StorageException {
    SampleTasks samples = new SampleTasks();
    InlineStore store = new InlineStore(new IdleJournal());
    store.start();
    long before = Heap.usedBytes();
    samples.fill(store, sizes.tasks());
    long after = Heap.usedBytes();
    int count = store.snapshot().count(Tables.TASKS);
    return List.of(List.of(String.valueOf((double) (after - before) / count)));
  }
}
