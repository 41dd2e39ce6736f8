package io.berth.scheduler.session;

import com.google.protobuf.ByteString;
import io.berth.proto.agent.SchedulerHello;
import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.peer.IdentityWire;
import io.berth.scheduler.peer.SessionTimes;
import io.berth.scheduler.store.Snapshot;
import java.time.Instant;

/** Accepts hellos with a clock that the authority has signed. */
record SignedGreeter(CertificateAuthority authority, SessionTimes times) implements Greeter {

  @Override
  public SchedulerHello hello(ByteString clockNonce, Snapshot state, Instant now) {
    return SchedulerHello.newBuilder()
        .setClock(IdentityWire.clock(authority, state, clockNonce, now))
        .setEpoch(state.version().epoch())
        .setLeaseMs(Math.toIntExact(times.lease().toMillis()))
        .setHeartbeatIntervalMs(Math.toIntExact(times.heartbeat().toMillis()))
        .addFeatures(ShutdownTalk.FEATURE)
        .setTrustBundle(IdentityWire.bundle(authority.bundle(state)))
        .build();
  }
}
