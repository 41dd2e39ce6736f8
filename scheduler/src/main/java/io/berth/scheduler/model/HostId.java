package io.berth.scheduler.model;

/** Names one host for ever; ordered as its text is. */
public record HostId(long high, long low) implements Comparable<HostId>, Ranked {

  /** Reads 32 hex digits; anything else is an {@link IllegalArgumentException}. */
  public static HostId parse(String text) {
    return new HostId(HexId.high(text), HexId.low(text));
  }

  public String text() {
    return HexId.text(high, low);
  }

  @Override
  public long rank() {
    return HexId.rank(high);
  }

  @Override
  public int compareTo(HostId other) {
    return HexId.compare(high, low, other.high, other.low);
  }

  @Override
  public String toString() {
    return text();
  }
}
