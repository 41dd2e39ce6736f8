package io.berth.scheduler.peer;

import java.time.Duration;
import java.time.Instant;

/**
 * One moment on both clocks: the wall's for what people and peers read, the monotonic one for what
 * is waited for.
 */
public record Moment(Instant time, long nanos) {

  /** Nanoseconds may wrap around, so they are compared by difference alone. */
  public boolean isAtOrAfter(long otherNanos) {
    return nanos - otherNanos >= 0;
  }

  public long in(Duration wait) {
    return nanos + wait.toNanos();
  }
}
