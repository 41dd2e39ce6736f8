package io.berth.scheduler.store;

import java.nio.file.Path;

/** Where batches become durable. Loading and appending belong to the writer's thread. */
public interface Journal extends AutoCloseable {

  /**
   * Hands every live row to the sink, tables in no particular order, and says what the newest batch
   * is.
   */
  Version load(RowSink sink) throws StorageException;

  /**
   * Makes the batch survive a power cut, whole or not at all, before it returns. After an exception
   * the journal is of no use any more: whether the batch is in it shows at the next load.
   */
  void append(Batch batch) throws StorageException;

  /**
   * Writes a copy of the present state into a directory that does not exist yet; opening that one
   * restores it. Any thread may ask for it.
   */
  void checkpoint(Path directory) throws StorageException;

  @Override
  void close();

  /** Takes loaded rows. */
  interface RowSink {

    <K extends Comparable<? super K>, E> void row(Table<K, E> table, E row);
  }
}
