package io.berth.scheduler.store;

import java.util.Comparator;

/**
 * A moment of the state. The number counts durable batches; the epoch rises when a directory is
 * made or restored, or a peer knows a later moment, so that a number which came back from a backup
 * is never mistaken for one that peers have seen.
 */
public record Version(long epoch, long number) implements Comparable<Version> {
  private static final Comparator<Version> ORDER =
      Comparator.comparingLong(Version::epoch).thenComparingLong(Version::number);

  Version next() {
    return new Version(epoch, number + 1);
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }
}
