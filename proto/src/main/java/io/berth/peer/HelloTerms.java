package io.berth.peer;

import java.util.Optional;
import java.util.OptionalLong;

/** What a scheduler's hello grants to any kind of peer, as it came; judged before it counts. */
public record HelloTerms(int leaseMs, int heartbeatIntervalMs, int features, long epoch) {
  private static final int LEASE_LEAST_MS = 1_000;
  private static final int LEASE_MOST_MS = 600_000;
  private static final int INTERVAL_LEAST_MS = 500;
  private static final int INTERVAL_MOST_MS = 60_000;
  private static final int MOST_FEATURES = 256;

  public static boolean isLease(int leaseMs) {
    return leaseMs >= LEASE_LEAST_MS && leaseMs <= LEASE_MOST_MS;
  }

  /** Why this hello cannot be accepted by a peer that holds a state of that epoch, if so. */
  public Optional<String> objection(OptionalLong heldEpoch) {
    if (!isLease(leaseMs)) {
      return Optional.of("A lease of " + Integer.toUnsignedString(leaseMs) + " ms is impossible");
    }
    if (heartbeatIntervalMs < INTERVAL_LEAST_MS
        || heartbeatIntervalMs > INTERVAL_MOST_MS
        || 3L * heartbeatIntervalMs >= leaseMs) {
      return Optional.of(
          "Heartbeats every "
              + Integer.toUnsignedString(heartbeatIntervalMs)
              + " ms do not fit a lease of "
              + leaseMs
              + " ms");
    }
    if (features > MOST_FEATURES) {
      return Optional.of("The scheduler lists " + features + " features");
    }
    if (epoch < 1) {
      return Optional.of("The epoch " + epoch + " is impossible");
    }
    return heldEpoch.isPresent() && heldEpoch.getAsLong() > epoch
        ? Optional.of(
            "The scheduler's epoch "
                + epoch
                + " is before "
                + heldEpoch.getAsLong()
                + ", which is promised")
        : Optional.empty();
  }
}
