package io.berth.scheduler.reconcile;

import java.time.Instant;
import java.util.Optional;

/** The first of several times at which somebody wants to be woken. */
final class Wakes {
  private Wakes() {}

  static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty()) {
      return other;
    }
    return other.filter(one.get()::isAfter).or(() -> one);
  }
}
