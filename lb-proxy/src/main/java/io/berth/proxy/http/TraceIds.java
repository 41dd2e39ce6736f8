package io.berth.proxy.http;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
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

  private static final String VERSION = "1-";
  private static final int SECOND_DIGITS = 8;
  private static final int CHANCE_DIGITS = 24;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final long MILLIS_PER_SECOND = 1_000;

  private final InstantSource clock;
  private final RandomGenerator random;

  /** The value for a request that has none, written anew for each: most have none. */
  private final byte[] fresh =
      (ROOT + VERSION + "0".repeat(SECOND_DIGITS) + "-" + "0".repeat(CHANCE_DIGITS))
          .getBytes(StandardCharsets.US_ASCII);

  TraceIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** The header's value for the target, from the one that the client sent, if any. */
  String value(@Nullable String sent) {
    renew();
    if (sent == null || sent.isEmpty()) {
      return text(0);
    }
    if (!sent.contains(ROOT) && !sent.contains(SELF)) {
      return text(0) + ";" + sent;
    }
    StringBuilder value = new StringBuilder(SELF).append(text(ROOT.length()));
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

  private String text(int from) {
    return new String(fresh, from, fresh.length - from, StandardCharsets.US_ASCII);
  }

  /** A second of the wall's clock and 96 random bits. */
  private void renew() {
    int at = ROOT.length() + VERSION.length();
    write(clock.millis() / MILLIS_PER_SECOND, at, SECOND_DIGITS);
    at += SECOND_DIGITS + 1;
    write(random.nextLong(), at, Long.BYTES * 2);
    write(random.nextInt(), at + Long.BYTES * 2, Integer.BYTES * 2);
  }

  private void write(long number, int from, int digits) {
    long left = number;
    for (int at = from + digits - 1; at >= from; at--) {
      fresh[at] = DIGITS[(int) left & 0xf];
      left >>>= 4;
    }
  }
}
