package io.berth.scheduler.model;

import java.time.Duration;
import java.util.Optional;

/** Times as users write them: {@code 90s}, {@code 30m}, {@code 2h} or {@code 7d}. */
public final class Spans {
  private static final int MOST_DIGITS = 6;

  private Spans() {}

  /** Empty for what is none, and for none at all. */
  public static Optional<Duration> read(String text) {
    int digits = text.length() - 1;
    boolean isNumber =
        digits >= 1
            && digits <= MOST_DIGITS
            && text.chars().limit(digits).allMatch(letter -> letter >= '0' && letter <= '9');
    if (!isNumber) {
      return Optional.empty();
    }
    long number = Long.parseLong(text.substring(0, digits));
    Optional<Duration> span =
        switch (text.charAt(digits)) {
          case 's' -> Optional.of(Duration.ofSeconds(number));
          case 'm' -> Optional.of(Duration.ofMinutes(number));
          case 'h' -> Optional.of(Duration.ofHours(number));
          case 'd' -> Optional.of(Duration.ofDays(number));
          default -> Optional.empty();
        };
    return span.filter(Duration::isPositive);
  }
}
