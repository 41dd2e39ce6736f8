package io.berth.peer;

import io.berth.proto.common.SignedClock;
import io.berth.proto.common.TrustBundle;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Which authorities this host trusts, in memory and on disk. Replaced as a whole by a scheduler
 * that one of them vouches for. May be used by any thread.
 */
public final class SchedulerTrust {
  private static final Logger LOGGER = System.getLogger(SchedulerTrust.class.getName());

  private final LinkFiles files;
  private volatile List<X509Certificate> authorities;

  public SchedulerTrust(LinkFiles files, List<X509Certificate> authorities) {
    this.files = files;
    this.authorities = List.copyOf(authorities);
  }

  public List<X509Certificate> authorities() {
    return authorities;
  }

  /** The scheduler's time, if one of the authorities signed it for this nonce. */
  public Instant time(SignedClock clock, byte[] nonce) throws UntrustedException {
    return SignedClocks.time(clock, nonce, authorities);
  }

  /** What is on disk by now. */
  void use(List<X509Certificate> stored) {
    authorities = List.copyOf(stored);
  }

  public void replace(TrustBundle bundle) throws UntrustedException {
    List<X509Certificate> next =
        Certificates.readAll(bundle.getCertificatesList(), Bounds.BUNDLE_MOST);
    if (next.equals(authorities)) {
      return;
    }
    authorities = next;
    try {
      files.writeTrust(next);
    } catch (IOException e) {
      // What is on disk is trusted still; the next hello brings the bundle again.
      LOGGER.log(Level.WARNING, "The trust bundle could not be written: cause={0}", e.getMessage());
    }
  }
}
