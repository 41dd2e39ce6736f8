package io.berth.peer;

import com.google.protobuf.ByteString;
import io.berth.proto.common.SignedClock;
import io.berth.proto.common.TrustBundle;
import io.berth.proto.common.TrustHeld;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which authorities this host trusts, in memory and on disk, and which of them vouches for itself.
 * Replaced as a whole by a scheduler that one of them vouches for. May be used by any thread.
 */
public final class SchedulerTrust {
  private static final Logger LOGGER = System.getLogger(SchedulerTrust.class.getName());

  private final LinkFiles files;
  private volatile List<X509Certificate> authorities;

  /** What is told to the scheduler; made anew by whoever has changed a part of it. */
  private volatile TrustHeld held;

  private List<X509Certificate> onDisk;
  private Optional<X509Certificate> own = Optional.empty();

  public SchedulerTrust(LinkFiles files, List<X509Certificate> authorities) {
    this.files = files;
    this.authorities = List.copyOf(authorities);
    this.onDisk = this.authorities;
    this.held = held(onDisk, own);
  }

  public List<X509Certificate> authorities() {
    return authorities;
  }

  /** What this host would still have after a power cut. */
  TrustHeld held() {
    return held;
  }

  /**
   * The scheduler's time, if it was signed for this nonce by one of the authorities, or by one for
   * which one of them vouches on this connection.
   */
  Instant time(SignedClock clock, byte[] nonce, List<X509Certificate> onThisConnection)
      throws UntrustedException {
    return SignedClocks.time(
        clock, nonce, Stream.concat(authorities.stream(), onThisConnection.stream()).toList());
  }

  /** The certificate that is on disk by now. */
  synchronized void certified(PeerIdentity identity) {
    own = Optional.of(identity.certificate());
    held = held(onDisk, own);
  }

  /** What is on disk by now. */
  synchronized void use(List<X509Certificate> stored) {
    authorities = List.copyOf(stored);
    onDisk = authorities;
    held = held(onDisk, own);
  }

  public synchronized void replace(TrustBundle bundle) throws UntrustedException {
    List<X509Certificate> next =
        Certificates.readAll(bundle.getCertificatesList(), Bounds.BUNDLE_MOST);
    authorities = next;
    if (next.equals(onDisk)) {
      return;
    }
    try {
      files.writeTrust(next);
      onDisk = next;
      held = held(onDisk, own);
    } catch (IOException e) {
      // What is on disk is trusted still; the next hello brings the bundle again.
      LOGGER.log(Level.WARNING, "The trust bundle could not be written: cause={0}", e.getMessage());
    }
  }

  private static TrustHeld held(
      List<X509Certificate> authorities, Optional<X509Certificate> certificate) {
    var held = TrustHeld.newBuilder();
    authorities.forEach(one -> held.addAuthorities(name(one)));
    certificate
        .flatMap(own -> authorities.stream().filter(one -> hasSigned(one, own)).findFirst())
        .ifPresent(one -> held.setIssuer(name(one)));
    return held.build();
  }

  private static ByteString name(X509Certificate authority) {
    return ByteString.copyFrom(Certificates.fingerprint(authority));
  }

  private static boolean hasSigned(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
