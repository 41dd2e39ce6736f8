package io.berth.scheduler.store;

import org.jspecify.annotations.Nullable;

/** A decision with its changes: reads, decides, writes, and answers the caller. */
@FunctionalInterface
public interface Transaction<T extends @Nullable Object> {

  T run(WriteTx tx);
}
