package io.berth.scheduler.feed;

import com.google.protobuf.ByteString;
import io.berth.proto.proxy.FeedHello;
import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.peer.IdentityWire;
import io.berth.scheduler.store.Snapshot;
import java.time.Duration;
import java.time.Instant;

/** Accepts hellos with a clock that the authority has signed. */
record SignedFeedGreeter(CertificateAuthority authority, FeedTimes times) implements FeedGreeter {
  @Override
  public FeedHello hello(ByteString clockNonce, Snapshot state, Instant now) {
    return FeedHello.newBuilder()
        .setClock(IdentityWire.clock(authority, state, clockNonce, now))
        .setEpoch(state.version().epoch())
        .setLeaseMs(millis(times.session().lease()))
        .setHeartbeatIntervalMs(millis(times.session().heartbeat()))
        .setTrustBundle(IdentityWire.bundle(authority.bundle(state)))
        .setMaxStaleMs(millis(times.maxStale()))
        .setHealthDigestIntervalMs(millis(times.digest()))
        .setDrainReportIntervalMs(millis(times.drainReport()))
        .build();
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
