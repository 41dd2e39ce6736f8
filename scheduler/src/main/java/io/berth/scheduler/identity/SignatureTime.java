package io.berth.scheduler.identity;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** The one form in which signatures write times, and the form that a Date header may have too. */
final class SignatureTime {
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private SignatureTime() {}

  static Instant parse(String text) {
    return LocalDateTime.parse(text, BASIC).toInstant(ZoneOffset.UTC);
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
    return BASIC.format(time.atOffset(ZoneOffset.UTC));
  }
}
