package io.berth.scheduler.loss;

import io.berth.scheduler.model.Contact.Unrest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a host that comes and goes gets no new tasks: each time longer, until it stays. */
public final class Flapping {
  /** So long after its last return, or its last rest, a host counts as steady again. */
  static final Duration FORGOTTEN = Duration.ofMinutes(10);

  static final Duration FIRST_REST = Duration.ofSeconds(30);
  static final Duration LONGEST_REST = Duration.ofMinutes(15);

  /** Anybody may be silent once. */
  private static final int FORGIVEN = 1;

  private static final int MOST_DOUBLINGS = 10;

  private Flapping() {}

  /** A host that was silent is there again. */
  public static Unrest returned(Unrest before, Instant now) {
    Instant quietSince = before.restUntil().orElse(before.lastReturn());
    boolean isForgotten = !now.isBefore(quietSince.plus(FORGOTTEN));
    int returns = isForgotten ? 1 : before.returns() + 1;
    return new Unrest(returns, now, rest(returns).map(now::plus));
  }

  private static Optional<Duration> rest(int returns) {
    if (returns <= FORGIVEN) {
      return Optional.empty();
    }
    int doublings = Math.min(MOST_DOUBLINGS, returns - FORGIVEN - 1);
    Duration rest = FIRST_REST.multipliedBy(1L << doublings);
    return Optional.of(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
  }
}
