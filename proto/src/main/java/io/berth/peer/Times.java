package io.berth.peer;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Times as all messages tell them. */
public final class Times {
  private Times() {}

  public static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** What came over the wire may be no time at all; that is an exception of the clock's. */
  public static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
