package io.berth.scheduler.identity;

/** Why something is refused; the edges give each its own code. */
public enum Reason {
  /** No such identity is stored, or no authority of ours vouches for it. */
  IDENTITY_UNKNOWN,
  /** The identity was revoked; only a new enrolment helps. */
  IDENTITY_REVOKED,
  /** The join token is unknown, expired, revoked, of another kind, or was used by another key. */
  TOKEN_INVALID,
  /** The certificate request cannot be read, or its key is too weak. */
  REQUEST_INVALID,
  /** The proof of the old key does not hold, or the certificate's time is over. */
  PROOF_INVALID,
  /** The identity is of another kind than what is asked for serves. */
  WRONG_KIND,
  /** An operator's wish breaks a limit. */
  PARAMETER_INVALID,
  /** An operator names something that is not there. */
  NOT_FOUND,
  /** An operator's wish contradicts the present state. */
  CONFLICT
}
