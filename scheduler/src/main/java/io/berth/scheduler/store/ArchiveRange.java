package io.berth.scheduler.store;

import java.time.Instant;

/**
 * Which part of a subject's history is asked for: at or after {@code from}, before {@code to},
 * oldest first.
 */
public record ArchiveRange(String subject, Instant from, Instant to, int limit) {
  public ArchiveRange {
    if (limit < 1 || limit > Archive.MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          "limit must be 1 to " + Archive.MOST_AT_ONCE + " but is " + limit);
    }
  }
}
