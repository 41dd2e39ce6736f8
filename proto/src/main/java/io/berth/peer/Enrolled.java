package io.berth.peer;

import io.berth.proto.common.RefusalCode;
import java.time.Duration;
import java.util.Optional;

/** What became of a wish for an identity or for a new certificate. */
public sealed interface Enrolled {

  /** It is there, and on disk. */
  record Done(PeerIdentity identity) implements Enrolled {}

  /** The scheduler refused; nothing has changed here. */
  record Refused(RefusalCode code, String sentence, Optional<Duration> retryAfter)
      implements Enrolled {

    /** Whether the same wish may be granted later. */
    public boolean isTemporary() {
      return switch (code) {
        case REFUSAL_CODE_BUSY, REFUSAL_CODE_PROOF_INVALID -> true;
        case REFUSAL_CODE_UNSPECIFIED,
            REFUSAL_CODE_IDENTITY_UNKNOWN,
            REFUSAL_CODE_IDENTITY_REVOKED,
            REFUSAL_CODE_SECOND_STREAM,
            REFUSAL_CODE_REPLACED,
            REFUSAL_CODE_HELLO_INVALID,
            REFUSAL_CODE_CONTRACT_BROKEN,
            REFUSAL_CODE_FEATURE_MISSING,
            REFUSAL_CODE_TOKEN_INVALID,
            REFUSAL_CODE_REQUEST_INVALID,
            REFUSAL_CODE_WRONG_KIND,
            UNRECOGNIZED ->
            false;
      };
    }
  }
}
