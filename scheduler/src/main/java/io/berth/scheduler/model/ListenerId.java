package io.berth.scheduler.model;

/** Names one listener for ever; ordered as its text is. */
public record ListenerId(long bits) implements Comparable<ListenerId> {

  /** Reads 16 hex digits; anything else is an {@link IllegalArgumentException}. */
  public static ListenerId parse(String text) {
    return new ListenerId(ShortId.bits(text));
  }

  public String text() {
    return ShortId.text(bits);
  }

  @Override
  public int compareTo(ListenerId other) {
    return Long.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return text();
  }
}
