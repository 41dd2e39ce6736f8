package io.berth.peer;

import java.time.Duration;
import java.time.Instant;

/**
 * How far this host's wall clock is from the scheduler's. It is used where times leave the host and
 * where certificates are judged; inside, the host's own clock holds, since the engine's times are
 * told by it, too. May be used by any thread.
 */
public final class ClockOffset {
  /** What a network or a slow turn may make of two clocks that agree. */
  static final Duration TOLERATED = Duration.ofSeconds(1);

  private volatile Duration offset = Duration.ZERO;

  /** The scheduler said this time, and this host read that one when it heard of it. */
  public void learn(Instant schedulers, Instant own) {
    Duration difference = Duration.between(own, schedulers);
    offset = difference.abs().compareTo(TOLERATED) <= 0 ? Duration.ZERO : difference;
  }

  public Duration offset() {
    return offset;
  }

  public Instant corrected(Instant own) {
    return own.plus(offset);
  }
}
