package io.berth.scheduler.model;

import java.nio.charset.StandardCharsets;

/**
 * Names one registration of a target for ever, so that word of an earlier one is never taken for
 * word of this; ordered as its text is.
 */
public record TargetId(long high, long low) implements Comparable<TargetId> {

  /** Reads 32 hex digits; anything else is an {@link IllegalArgumentException}. */
  public static TargetId parse(String text) {
    return new TargetId(HexId.high(text), HexId.low(text));
  }

  /** Of what takes its place at another address; another one again, should it ever come back. */
  TargetId movedTo(Target.Address address) {
    String way = text() + " " + address.host() + " " + address.port();
    String hex = Fingerprint.of(way.getBytes(StandardCharsets.UTF_8)).hex();
    return parse(hex.substring(0, text().length()));
  }

  public String text() {
    return HexId.text(high, low);
  }

  @Override
  public int compareTo(TargetId other) {
    return HexId.compare(high, low, other.high, other.low);
  }

  @Override
  public String toString() {
    return text();
  }
}
