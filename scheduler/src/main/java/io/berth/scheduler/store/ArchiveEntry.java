package io.berth.scheduler.store;

import io.berth.scheduler.model.Bytes;
import java.time.Instant;

/**
 * One line of history: about whom, when, of which kind, and what.
 *
 * @param body means something to whoever wrote it
 */
public record ArchiveEntry(String subject, Instant at, String kind, Bytes body) {

  /** Longest subject and kind, so that keys stay small. */
  public static final int LONGEST_NAME = 640;

  public ArchiveEntry {
    requireName(subject, "subject");
    requireName(kind, "kind");
  }

  /** Names become keys on disk, whose bytes must sort and differ as the texts do. */
  private static void requireName(String name, String what) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(what + " must have 1 to " + LONGEST_NAME + " characters");
    }
    if (!name.chars().allMatch(one -> one > ' ' && one < 0x7f)) {
      throw new IllegalArgumentException(what + " must be of visible ASCII characters");
    }
  }
}
