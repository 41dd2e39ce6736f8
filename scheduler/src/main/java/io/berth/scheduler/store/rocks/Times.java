package io.berth.scheduler.store.rocks;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Instants and durations in stored form, to the nanosecond. */
final class Times {
  private Times() {}

  static Timestamp stored(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Instant instant(Timestamp stored) {
    return Instant.ofEpochSecond(stored.getSeconds(), stored.getNanos());
  }

  static com.google.protobuf.Duration stored(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.toSeconds())
        .setNanos(duration.toNanosPart())
        .build();
  }

  static Duration duration(com.google.protobuf.Duration stored) {
    return Duration.ofSeconds(stored.getSeconds(), stored.getNanos());
  }

  /** What stands in an optional field. */
  static Optional<Instant> instant(boolean present, Timestamp stored) {
    return present ? Optional.of(instant(stored)) : Optional.empty();
  }
}
