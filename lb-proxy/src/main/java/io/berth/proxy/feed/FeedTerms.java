package io.berth.proxy.feed;

import io.berth.peer.HelloTerms;
import io.berth.proto.proxy.FeedHello;
import java.time.Duration;
import java.util.Optional;

/** How often things are told on one feed, as the scheduler's hello says. */
record FeedTerms(Duration maxStale, Duration digestInterval, Duration drainInterval) {

  static FeedTerms of(FeedHello hello) {
    return new FeedTerms(
        RoutingWire.millis(hello.getMaxStaleMs()),
        RoutingWire.millis(hello.getHealthDigestIntervalMs()),
        RoutingWire.millis(hello.getDrainReportIntervalMs()));
  }

  /** What it grants to any kind of peer. */
  static HelloTerms common(FeedHello hello) {
    return new HelloTerms(
        hello.getLeaseMs(),
        hello.getHeartbeatIntervalMs(),
        hello.getFeaturesCount(),
        hello.getEpoch());
  }

  /** Why what it grants to proxies alone cannot be accepted, if so. */
  static Optional<String> objection(FeedHello hello) {
    return outside(hello.getMaxStaleMs(), 60_000, 86_400_000, "max-stale time")
        .or(() -> outside(hello.getHealthDigestIntervalMs(), 1_000, 600_000, "digest interval"))
        .or(() -> outside(hello.getDrainReportIntervalMs(), 100, 60_000, "drain interval"));
  }

  private static Optional<String> outside(int millis, int least, int most, String what) {
    return millis >= least && millis <= most
        ? Optional.empty()
        : Optional.of(
            "A " + what + " of " + Integer.toUnsignedString(millis) + " ms is impossible");
  }
}
