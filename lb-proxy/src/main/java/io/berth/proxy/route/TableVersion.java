package io.berth.proxy.route;

import java.util.Comparator;

/** Names one table of this proxy; ordered by epoch first, number second. */
public record TableVersion(long epoch, long number) implements Comparable<TableVersion> {

  private static final Comparator<TableVersion> ORDER =
      Comparator.comparingLong(TableVersion::epoch).thenComparingLong(TableVersion::number);

  public TableVersion {
    if (epoch < 1 || number < 1) {
      throw new IllegalArgumentException("A version begins at 1.1 but is " + epoch + "." + number);
    }
  }

  public boolean isAfter(TableVersion other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(TableVersion other) {
    return ORDER.compare(this, other);
  }
}
