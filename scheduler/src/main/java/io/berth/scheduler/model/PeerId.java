package io.berth.scheduler.model;

/** Names one agent or proxy for ever; an agent's is its host's id. */
public record PeerId(long high, long low) implements Comparable<PeerId> {

  /** Reads 32 hex digits; anything else is an {@link IllegalArgumentException}. */
  public static PeerId parse(String text) {
    return new PeerId(HexId.high(text), HexId.low(text));
  }

  public HostId host() {
    return new HostId(high, low);
  }

  public String text() {
    return HexId.text(high, low);
  }

  @Override
  public int compareTo(PeerId other) {
    return HexId.compare(high, low, other.high, other.low);
  }

  @Override
  public String toString() {
    return text();
  }
}
