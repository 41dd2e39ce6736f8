package io.berth.scheduler.store;

import java.time.Instant;

/**
 * Which part of a subject's history is asked for: at or after {@code from}, before {@code to}.
 *
 * @param order which come first, and are not cut off by the limit
 */
public record ArchiveRange(String subject, Instant from, Instant to, int limit, Order order) {
  public ArchiveRange {
    if (limit < 1 || limit > Archive.MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          "limit must be 1 to " + Archive.MOST_AT_ONCE + " but is " + limit);
    }
  }

  /** The oldest first. */
  public ArchiveRange(String subject, Instant from, Instant to, int limit) {
    this(subject, from, to, limit, Order.OLDEST_FIRST);
  }

  /** Which entries come first. */
  public enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }
}
