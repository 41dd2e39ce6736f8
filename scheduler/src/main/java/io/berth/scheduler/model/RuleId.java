package io.berth.scheduler.model;

/** Names one rule for ever; ordered as its text is. */
public record RuleId(long bits) implements Comparable<RuleId> {

  /** Reads 16 hex digits; anything else is an {@link IllegalArgumentException}. */
  public static RuleId parse(String text) {
    return new RuleId(ShortId.bits(text));
  }

  public String text() {
    return ShortId.text(bits);
  }

  @Override
  public int compareTo(RuleId other) {
    return Long.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return text();
  }
}
