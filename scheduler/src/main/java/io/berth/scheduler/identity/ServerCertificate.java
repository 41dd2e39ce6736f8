package io.berth.scheduler.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What the two ports show: a key that lives in memory only, and its chain. The chain ends with the
 * authority's own certificate, because a peer that joins knows nothing but its fingerprint.
 */
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain, Instant renewAfter) {

  public ServerCertificate {
    chain = List.copyOf(chain);
  }

  public boolean isDue(Instant now) {
    return !now.isBefore(renewAfter);
  }

  @Override
  public String toString() {
    return "ServerCertificate of " + chain.getFirst().getSerialNumber().toString(16);
  }
}
