package io.berth.scheduler.model;

import java.time.Instant;
import java.util.List;

/**
 * One certificate authority of this installation, named by its fingerprint; its private key is
 * sealed under the master key, and empty once it is retired.
 *
 * @param crosses who vouches for it besides itself
 */
public record CaCertificate(
    Fingerprint id,
    Bytes certificate,
    String sealedKey,
    Instant createdAt,
    State state,
    List<Cross> crosses) {

  public CaCertificate {
    if (state != State.RETIRED) {
      Require.notEmpty(sealedKey, "sealedKey");
    }
    crosses = List.copyOf(crosses);
  }

  /** One for which nobody else vouches yet. */
  public CaCertificate(
      Fingerprint id, Bytes certificate, String sealedKey, Instant createdAt, State state) {
    this(id, certificate, sealedKey, createdAt, state, List.of());
  }

  /** How far a change of authorities has come; at most one is active. */
  public enum State {
    /** Signs what is new. */
    ACTIVE,
    /** Believed, and has signed nothing yet: the next one. */
    PREPARED,
    /** Believed, but signs no more: one that was there before. */
    TRUSTED,
    /** Believed by nobody any more. */
    RETIRED
  }

  /** A certificate of this authority's key that another one has signed. */
  public record Cross(Fingerprint by, Bytes certificate) {}

  public boolean isTrusted() {
    return switch (state) {
      case ACTIVE, PREPARED, TRUSTED -> true;
      case RETIRED -> false;
    };
  }

  /** The same, in a state in which it has its key. */
  public CaCertificate with(State next) {
    return new CaCertificate(id, certificate, sealedKey, createdAt, next, crosses);
  }

  /** Without its key: nothing can be signed in its name any more. */
  public CaCertificate retired() {
    return new CaCertificate(id, certificate, "", createdAt, State.RETIRED, crosses);
  }

  public CaCertificate vouchedFor(List<Cross> all) {
    return new CaCertificate(id, certificate, sealedKey, createdAt, state, all);
  }
}
