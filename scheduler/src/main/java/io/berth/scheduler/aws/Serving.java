package io.berth.scheduler.aws;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What all connections of a front share. */
record Serving(Routes routes, Workers workers, Exchanges exchanges, InstantSource clock) {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

  /** Clients correct their clocks by it. */
  String date() {
    return HTTP_DATE.format(clock.instant().atOffset(ZoneOffset.UTC));
  }
}
