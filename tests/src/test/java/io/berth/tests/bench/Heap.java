package io.berth.tests.bench;

import java.lang.management.ManagementFactory;

/** How many bytes of the heap are in use once garbage is gone. */
final class Heap {
  private static final int COLLECTIONS = 3;

  private Heap() {}

  /** The least of a few full collections: the first may leave what finalization still holds. */
  static long usedBytes() {
    long least = Long.MAX_VALUE;
    for (int collection = 0; collection < COLLECTIONS; collection++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
