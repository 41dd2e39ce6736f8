package io.berth.scheduler.store;

/** The store without threads keeps what every store promises. */
class InlineStoreTest extends StoreContract {
  private final MemoryJournal journal = new MemoryJournal();

  @Override
  protected StateStore restart() throws StorageException {
    InlineStore store = new InlineStore(journal);
    store.start();
    return store;
  }

  @Override
  protected void end() {}
}
