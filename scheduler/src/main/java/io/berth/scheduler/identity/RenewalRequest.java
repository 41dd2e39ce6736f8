package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;

/** Somebody with an identity wants a new certificate for it. */
public record RenewalRequest(CertificateRequest request, Proof proof) {

  /** How the caller shows that the identity is its own. */
  public sealed interface Proof {

    /** The certificate that the connection itself has proven, still valid. */
    record Connection(Bytes certificate) implements Proof {}

    /** A certificate, maybe expired, with a signature of its key over a nonce of ours. */
    record OldKey(Bytes certificate, Bytes nonce, Bytes signature, SignatureAlgorithm algorithm)
        implements Proof {}
  }
}
