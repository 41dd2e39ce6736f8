package io.berth.agent.model;

import java.util.Comparator;

/** Names one desired state of this host; ordered by epoch first, number second. */
public record StateVersion(long epoch, long number) implements Comparable<StateVersion> {

  private static final Comparator<StateVersion> ORDER =
      Comparator.comparingLong(StateVersion::epoch).thenComparingLong(StateVersion::number);

  public StateVersion {
    Require.between(epoch, 1, Long.MAX_VALUE, "an epoch");
    Require.between(number, 1, Long.MAX_VALUE, "a version's number");
  }

  public boolean isAfter(StateVersion other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(StateVersion other) {
    return ORDER.compare(this, other);
  }
}
