package io.berth.scheduler.store;

import java.time.Instant;
import java.util.List;

/**
 * History that is read from disk, never held in memory; it is added to by the batches of the {@link
 * Journal}.
 */
public interface Archive {

  /** Most entries of one read or one expiry, so that neither holds anybody up for long. */
  int MOST_AT_ONCE = 1_000;

  /** The entries of the range. */
  List<ArchiveEntry> read(ArchiveRange range) throws StorageException;

  /**
   * Drops the oldest entries from before this time, at most {@link #MOST_AT_ONCE}, and says how
   * many.
   */
  int expire(Instant before) throws StorageException;
}
