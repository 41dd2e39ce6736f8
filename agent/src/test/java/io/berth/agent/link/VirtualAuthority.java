package io.berth.agent.link;

import io.berth.proto.common.SignedClock;
import io.berth.proto.common.TrustBundle;
import java.nio.file.Path;
import java.time.Instant;

/** The authority of a world on virtual time: signs clocks, and agents trust it from the start. */
public final class VirtualAuthority {
  private final TestAuthority authority;

  /** Good for ten years from that time on. */
  public VirtualAuthority(Instant from) {
    authority = new TestAuthority("virtual", from);
  }

  public SignedClock clock(Instant time, byte[] nonce) {
    return authority.clock(time, nonce);
  }

  public TrustBundle bundle() {
    return TestAuthority.bundle(authority);
  }

  /** The trust of one agent; it is never replaced, so nothing is ever written there. */
  public SchedulerTrust trust(Path nowhere) {
    return new SchedulerTrust(new LinkFiles(nowhere), authority.trusted());
  }
}
