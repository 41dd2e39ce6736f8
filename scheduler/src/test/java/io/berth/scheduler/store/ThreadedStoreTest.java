package io.berth.scheduler.store;

import java.util.ArrayDeque;
import java.util.Deque;

/** The store of a running scheduler keeps what every store promises. */
class ThreadedStoreTest extends StoreContract {
  private final MemoryJournal journal = new MemoryJournal();
  private final Deque<ThreadedStore> open = new ArrayDeque<>();

  @Override
  protected StateStore restart() throws StorageException {
    ThreadedStore store =
        new ThreadedStore(
            journal,
            StoreLimits.standard(),
            System::nanoTime,
            failure -> {
              throw new AssertionError("the store failed", failure);
            });
    store.start();
    open.push(store);
    return store;
  }

  @Override
  protected void end() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
