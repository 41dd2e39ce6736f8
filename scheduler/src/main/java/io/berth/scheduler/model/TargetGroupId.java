package io.berth.scheduler.model;

/** Names one target group for ever; ordered as its text is. */
public record TargetGroupId(long bits) implements Comparable<TargetGroupId> {

  /** Reads 16 hex digits; anything else is an {@link IllegalArgumentException}. */
  public static TargetGroupId parse(String text) {
    return new TargetGroupId(ShortId.bits(text));
  }

  public String text() {
    return ShortId.text(bits);
  }

  @Override
  public int compareTo(TargetGroupId other) {
    return Long.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return text();
  }
}
