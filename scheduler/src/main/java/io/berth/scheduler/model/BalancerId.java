package io.berth.scheduler.model;

/** Names one balancer for ever; ordered as its text is. */
public record BalancerId(long bits) implements Comparable<BalancerId> {

  /** Reads 16 hex digits; anything else is an {@link IllegalArgumentException}. */
  public static BalancerId parse(String text) {
    return new BalancerId(ShortId.bits(text));
  }

  public String text() {
    return ShortId.text(bits);
  }

  @Override
  public int compareTo(BalancerId other) {
    return Long.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return text();
  }
}
