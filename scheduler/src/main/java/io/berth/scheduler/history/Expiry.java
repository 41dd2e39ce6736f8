package io.berth.scheduler.history;

import io.berth.scheduler.store.Archive;
import io.berth.scheduler.store.StorageException;
import java.time.Instant;

/** Drops lines that were kept long enough, some at a time. Any thread but the writer may call. */
public final class Expiry {
  private final Archive archive;

  public Expiry(Archive archive) {
    this.archive = archive;
  }

  /** Drops a bounded number of the oldest; answers how many, none when nothing is left to drop. */
  public int turn(Instant now) throws StorageException {
    return archive.expire(now.minus(History.KEPT));
  }
}
