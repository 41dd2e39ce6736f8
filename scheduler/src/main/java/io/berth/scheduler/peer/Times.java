package io.berth.scheduler.peer;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Moments as the wire has them. */
public final class Times {
  /** What the wire's own definition allows: the years 1 to 9999. */
  private static final long FIRST_SECOND = -62_135_596_800L;

  private static final long LAST_SECOND = 253_402_300_799L;
  private static final int NANOS = 1_000_000_000;

  private Times() {}

  public static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** The moment, or nothing where the wire holds none that exists. */
  public static Optional<Instant> read(Timestamp time) {
    if (time.getSeconds() < FIRST_SECOND
        || time.getSeconds() > LAST_SECOND
        || time.getNanos() < 0
        || time.getNanos() >= NANOS) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
