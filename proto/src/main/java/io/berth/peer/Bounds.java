package io.berth.peer;

import io.berth.proto.common.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The limits of the wire that several messages share. */
public final class Bounds {
  /** No message of a stream is larger when serialised. */
  public static final int MESSAGE_BYTES = 256 << 10;

  static final int SENTENCE_BYTES = 1_024;
  static final int NONCE_BYTES = 32;
  static final int NONCE_MOST_BYTES = 64;
  static final int BUNDLE_MOST = 8;

  /** A server's own, its authority's, and those that vouch for that one. */
  static final int SHOWN_MOST = 16;

  static final int CERTIFICATE_BYTES = 8 << 10;

  private static final long RETRY_MOST_MS = 3_600_000;

  private Bounds() {}

  /** When to come back at the earliest, as far as the contract lets the scheduler ask for it. */
  public static Optional<Duration> retryAfter(Refusal refusal) {
    return refusal.hasRetryAfterMs()
        ? Optional.of(
            Duration.ofMillis(
                Math.min(Integer.toUnsignedLong(refusal.getRetryAfterMs()), RETRY_MOST_MS)))
        : Optional.empty();
  }

  /** A sentence for people is cut where the wire's limit is, between two characters. */
  public static String sentence(String text) {
    return text(text, SENTENCE_BYTES);
  }

  public static String text(String text, int mostBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= mostBytes) {
      return text;
    }
    int end = mostBytes;
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
