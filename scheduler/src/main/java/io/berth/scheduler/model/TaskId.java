package io.berth.scheduler.model;

/** Names one task for ever; ordered as its text is. */
public record TaskId(long high, long low) implements Comparable<TaskId>, Ranked {

  /** Reads 32 hex digits; anything else is an {@link IllegalArgumentException}. */
  public static TaskId parse(String text) {
    return new TaskId(HexId.high(text), HexId.low(text));
  }

  public String text() {
    return HexId.text(high, low);
  }

  @Override
  public long rank() {
    return HexId.rank(high);
  }

  @Override
  public int compareTo(TaskId other) {
    return HexId.compare(high, low, other.high, other.low);
  }

  @Override
  public String toString() {
    return text();
  }
}
