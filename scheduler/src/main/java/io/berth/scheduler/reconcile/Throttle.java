package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.Deployment.Setbacks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a deployment waits whose tasks never run: each try that fails doubles it. Tasks of one
 * try fail one after the other and count as one.
 */
public final class Throttle {
  /** After the first failure. */
  static final Duration FIRST = Duration.ofSeconds(1);

  /** Never longer. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  private static final int MOST_DOUBLINGS = 10;

  /** From here on users are told. */
  private static final int TELLING = 3;

  private Throttle() {}

  /** One more task has ended without ever running. */
  public static Setbacks failed(Setbacks before, Instant now) {
    int failed = before.failedTasks() + 1;
    if (before.retryAt().filter(now::isBefore).isPresent()) {
      return new Setbacks(failed, before.doublings(), before.retryAt());
    }
    int doublings =
        before.retryAt().isEmpty() ? 0 : Math.min(MOST_DOUBLINGS, before.doublings() + 1);
    return new Setbacks(failed, doublings, Optional.of(now.plus(pause(doublings))));
  }

  static boolean isImpaired(Setbacks setbacks) {
    return setbacks.doublings() >= TELLING;
  }

  private static Duration pause(int doublings) {
    Duration pause = FIRST.multipliedBy(1L << doublings);
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
