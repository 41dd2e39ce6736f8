package io.berth.scheduler.aws;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time as a response tells it, written once a second. Any thread may call. */
final class HttpDates {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

  private final InstantSource clock;
  private volatile Written newest;

  HttpDates(InstantSource clock) {
    this.clock = clock;
    this.newest = Written.at(clock.instant());
  }

  /** Clients correct their clocks by it. */
  String now() {
    Instant now = clock.instant();
    Written written = newest;
    if (written.second() != now.getEpochSecond()) {
      written = Written.at(now);
      newest = written;
    }
    return written.text();
  }

  private record Written(long second, String text) {
    static Written at(Instant time) {
      return new Written(time.getEpochSecond(), HTTP_DATE.format(time.atOffset(ZoneOffset.UTC)));
    }
  }
}
