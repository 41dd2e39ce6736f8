package io.berth.proxy.feed;

import io.berth.peer.HelloTerms;
import io.berth.proto.proxy.FeedHello;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** How often things are told on one feed, as the scheduler's hello says. */
record FeedTerms(Duration maxStale, Duration digestInterval, Duration drainInterval) {

  static FeedTerms of(FeedHello hello) {
    return new FeedTerms(
        RoutingWire.millis(hello.getMaxStaleMs()),
        RoutingWire.millis(hello.getHealthDigestIntervalMs()),
        RoutingWire.millis(hello.getDrainReportIntervalMs()));
  }

  /** Why a hello cannot be accepted by a proxy that serves a table of that epoch, if so. */
  static Optional<String> objection(FeedHello hello, OptionalLong servedEpoch) {
    var common =
        new HelloTerms(
            hello.getLeaseMs(),
            hello.getHeartbeatIntervalMs(),
            hello.getFeaturesCount(),
            hello.getEpoch());
    return common
        .objection(servedEpoch)
        .or(() -> outside(hello.getMaxStaleMs(), 60_000, 86_400_000, "max-stale time"))
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
