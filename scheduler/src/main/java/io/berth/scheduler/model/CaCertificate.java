package io.berth.scheduler.model;

import java.time.Instant;

/**
 * One certificate authority of this installation, named by its fingerprint; its private key is
 * sealed under the master key, and empty once it is retired.
 */
public record CaCertificate(
    Fingerprint id, Bytes certificate, String sealedKey, Instant createdAt, State state) {

  public CaCertificate {
    if (state != State.RETIRED) {
      Require.notEmpty(sealedKey, "sealedKey");
    }
  }

  /** How far a change of authorities has come; at most one is active. */
  public enum State {
    /** Signs what is new. */
    ACTIVE,
    /** Believed, but signs nothing: the next one, or the last one. */
    TRUSTED,
    /** Believed by nobody any more. */
    RETIRED
  }

  public boolean isTrusted() {
    return switch (state) {
      case ACTIVE, TRUSTED -> true;
      case RETIRED -> false;
    };
  }
}
