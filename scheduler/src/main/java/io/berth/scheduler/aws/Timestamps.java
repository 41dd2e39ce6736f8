package io.berth.scheduler.aws;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times on the wire: seconds with a fraction, or the text of ISO 8601; from year 1 to 9999. */
final class Timestamps {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Timestamps() {}

  static Instant ofSeconds(BigDecimal seconds) {
    // Before any arithmetic: a number of few letters can have a billion digits.
    if (seconds.signum() != 0
        && (seconds.scale() > 64 || seconds.precision() - seconds.scale() > 12)) {
      throw new DateTimeException("out of range");
    }
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    long nanos = seconds.subtract(whole).movePointRight(9).longValue();
    return inRange(Instant.ofEpochSecond(whole.longValue(), nanos));
  }

  static Instant ofText(String text) {
    return inRange(OffsetDateTime.parse(text).toInstant());
  }

  /** Seconds with three decimals, never with an exponent. */
  static String seconds(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), 3).toPlainString();
  }

  private static Instant inRange(Instant time) {
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new DateTimeException("out of range");
    }
    return time;
  }
}
