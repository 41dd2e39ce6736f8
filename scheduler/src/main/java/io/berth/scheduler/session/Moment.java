package io.berth.scheduler.session;

import java.time.Duration;
import java.time.Instant;

/**
 * One moment on both clocks: the wall's for what people and peers read, the monotonic one for what
 * is waited for.
 */
record Moment(Instant time, long nanos) {

  /** Nanoseconds may wrap around, so they are compared by difference alone. */
  boolean isAtOrAfter(long otherNanos) {
    return nanos - otherNanos >= 0;
  }

  long in(Duration wait) {
    return nanos + wait.toNanos();
  }
}
