package io.berth.proxy.http;

import java.time.InstantSource;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the header by which one request is followed through several services. Confined to one
 * event loop.
 */
final class TraceIds {
  static final String HEADER = "X-Amzn-Trace-Id";
  private static final String ROOT = "Root=";
  private static final String SELF = "Self=";

  /** Beyond this only the root is kept. */
  private static final int MOST_CHARACTERS = 7 << 10;

  private final InstantSource clock;
  private final RandomGenerator random;

  TraceIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** The header's value for the target, from the one that the client sent, if any. */
  String value(@Nullable String sent) {
    if (sent == null || (!sent.contains(ROOT) && !sent.contains(SELF))) {
      return ROOT + id() + (sent == null || sent.isEmpty() ? "" : ";" + sent);
    }
    StringBuilder value = new StringBuilder(SELF).append(id());
    for (String field : sent.split(";", -1)) {
      String trimmed = field.trim();
      boolean kept =
          trimmed.startsWith(ROOT)
              || (sent.length() <= MOST_CHARACTERS && !trimmed.startsWith(SELF));
      if (kept && !trimmed.isEmpty()) {
        value.append(';').append(trimmed);
      }
    }
    return value.toString();
  }

  /** A second of the wall's clock and 96 random bits. */
  private String id() {
    HexFormat hex = HexFormat.of();
    return "1-"
        + hex.toHexDigits(clock.instant().getEpochSecond(), 8)
        + "-"
        + hex.toHexDigits(random.nextLong())
        + hex.toHexDigits(random.nextInt());
  }
}
