package io.berth.scheduler.identity;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The one form in which signatures write times, and the form that a Date header may have too. */
final class SignatureTime {
  private static final int LENGTH = "yyyymmddThhmmssZ".length();

  private SignatureTime() {}

  /** By hand, as each request has one: the JDK's own way costs more than the signature does. */
  static Instant parse(String text) {
    if (text.length() != LENGTH || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
      throw new DateTimeException("not of the form yyyymmddThhmmssZ");
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 4, 6),
            number(text, 6, 8),
            number(text, 9, 11),
            number(text, 11, 13),
            number(text, 13, 15))
        .toInstant(ZoneOffset.UTC);
  }

  static Optional<Instant> parseDateHeader(String text) {
    try {
      return Optional.of(
          text.indexOf(' ') < 0
              ? parse(text)
              : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  static String format(Instant time) {
    LocalDateTime parts = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(LENGTH);
    append(text, parts.getYear() / 100);
    append(text, parts.getYear() % 100);
    append(text, parts.getMonthValue());
    append(text, parts.getDayOfMonth());
    append(text.append('T'), parts.getHour());
    append(text, parts.getMinute());
    append(text, parts.getSecond());
    return text.append('Z').toString();
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      char digit = text.charAt(at);
      if (digit < '0' || digit > '9') {
        throw new DateTimeException("not a digit");
      }
      number = 10 * number + (digit - '0');
    }
    return number;
  }

  private static void append(StringBuilder text, int twoDigits) {
    text.append((char) ('0' + twoDigits / 10)).append((char) ('0' + twoDigits % 10));
  }
}
