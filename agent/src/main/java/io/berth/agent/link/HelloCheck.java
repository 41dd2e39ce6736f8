package io.berth.agent.link;

import io.berth.agent.model.StateVersion;
import io.berth.proto.agent.SchedulerHello;
import java.util.Optional;

/** Judges whether the scheduler's hello keeps the limits of the contract. */
final class HelloCheck {
  private static final int LEASE_LEAST_MS = 1_000;
  private static final int LEASE_MOST_MS = 600_000;
  private static final int INTERVAL_LEAST_MS = 500;
  private static final int INTERVAL_MOST_MS = 60_000;
  private static final int MOST_FEATURES = 256;

  private HelloCheck() {}

  static boolean isLease(int leaseMs) {
    return leaseMs >= LEASE_LEAST_MS && leaseMs <= LEASE_MOST_MS;
  }

  /** Why this hello cannot be accepted by an agent that has that version, if so. */
  static Optional<String> objection(SchedulerHello hello, Optional<StateVersion> version) {
    int lease = hello.getLeaseMs();
    int interval = hello.getHeartbeatIntervalMs();
    if (!isLease(lease)) {
      return Optional.of("A lease of " + Integer.toUnsignedString(lease) + " ms is impossible");
    }
    if (interval < INTERVAL_LEAST_MS || interval > INTERVAL_MOST_MS || 3L * interval >= lease) {
      return Optional.of(
          "Heartbeats every "
              + Integer.toUnsignedString(interval)
              + " ms do not fit a lease of "
              + lease
              + " ms");
    }
    if (hello.getFeaturesCount() > MOST_FEATURES) {
      return Optional.of("The scheduler lists " + hello.getFeaturesCount() + " features");
    }
    long epoch = hello.getEpoch();
    if (epoch < 1) {
      return Optional.of("The epoch " + epoch + " is impossible");
    }
    return version
        .filter(own -> own.epoch() > epoch)
        .map(own ->
            "The scheduler's epoch " + epoch + " is before " + own.epoch() + ", which is promised");
  }
}
