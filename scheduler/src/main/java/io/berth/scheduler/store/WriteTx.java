package io.berth.scheduler.store;

/**
 * A change in the making: reads see its own writes. Runs on the writer's thread: pure decisions are
 * welcome, whatever waits is not (no file, socket, lock, sleep or clock). If the transaction
 * throws, nothing of it remains.
 *
 * <p>Each verb says what the caller believes; a row that contradicts it is a bug and ends the
 * transaction.
 */
public interface WriteTx extends ReadTx {

  /** Adds a row whose key is new. */
  <K extends Comparable<? super K>, E> void insert(Table<K, E> table, E row);

  /** Puts the row in the place of the one with its key. */
  <K extends Comparable<? super K>, E> void update(Table<K, E> table, E row);

  /** Takes the row with this key out. */
  <K extends Comparable<? super K>, E> void remove(Table<K, E> table, K key);

  /** The mirror of this kind, which shows what this transaction sees; not to be kept beyond it. */
  <M extends Mirror> M mirror(Mirror.Kind<M> kind);

  /** Adds to the archive, in the same durable step as the rows. */
  void archive(ArchiveEntry entry);

  /**
   * The version that this leads to is of that epoch, unless the state is there or further already:
   * a peer was told a version that this state has never reached.
   */
  void beginEpoch(long epoch);
}
