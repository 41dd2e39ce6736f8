package io.berth.peer;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Who this host is for its scheduler: the id that was chosen for it, the cluster that it belongs
 * to, and key and certificate that show it. Its text names no secret.
 */
public record PeerIdentity(
    String id, String cluster, PrivateKey key, List<X509Certificate> chain, Instant renewAfter) {

  public PeerIdentity {
    chain = List.copyOf(chain);
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  /** From half of its life on, or when another authority has begun to sign. */
  boolean isDue(Instant schedulersTime, X509Certificate signingNow) {
    return !schedulersTime.isBefore(renewAfter)
        || !certificate().getIssuerX500Principal().equals(signingNow.getSubjectX500Principal());
  }

  @Override
  public String toString() {
    return "PeerIdentity " + id + " in " + cluster;
  }
}
