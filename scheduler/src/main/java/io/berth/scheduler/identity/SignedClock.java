package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Fingerprint;

/** A statement of the time, signed by the authority that signs now. */
public record SignedClock(
    Bytes statement, Bytes signature, SignatureAlgorithm algorithm, Fingerprint signer) {

  /** What the signature is made for; the statement follows it after a zero. */
  static final String PURPOSE = "berth-clock-v1";
}
