package io.berth.scheduler.peer;

import io.berth.proto.common.Refusal;
import io.berth.proto.common.RefusalCode;
import io.berth.scheduler.identity.Outcome;
import io.berth.scheduler.identity.Reason;
import io.berth.scheduler.model.PeerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Refusals as peers read them. */
public final class RefusalWire {
  private static final int LONGEST_SENTENCE = 1_024;

  private RefusalWire() {}

  public static Refusal of(Outcome.Refused<?> refused) {
    return of(code(refused.reason()), refused.sentence());
  }

  public static Refusal of(RefusalCode code, String sentence) {
    return Refusal.newBuilder().setCode(code).setSentence(shortened(sentence)).build();
  }

  public static Refusal busy(String sentence, Duration retryAfter) {
    return of(RefusalCode.REFUSAL_CODE_BUSY, sentence).toBuilder()
        .setRetryAfterMs(Math.toIntExact(retryAfter.toMillis()))
        .build();
  }

  public static Refusal revoked(PeerId peer) {
    return of(
        RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED,
        "the identity " + peer + " was revoked; join again with a new token");
  }

  public static RefusalCode code(Reason reason) {
    return switch (reason) {
      case IDENTITY_UNKNOWN -> RefusalCode.REFUSAL_CODE_IDENTITY_UNKNOWN;
      case IDENTITY_REVOKED -> RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED;
      case TOKEN_INVALID -> RefusalCode.REFUSAL_CODE_TOKEN_INVALID;
      case REQUEST_INVALID -> RefusalCode.REFUSAL_CODE_REQUEST_INVALID;
      case PROOF_INVALID -> RefusalCode.REFUSAL_CODE_PROOF_INVALID;
      case WRONG_KIND -> RefusalCode.REFUSAL_CODE_WRONG_KIND;
      case PARAMETER_INVALID, NOT_FOUND, CONFLICT ->
          throw new IllegalStateException("operators are told of " + reason + ", not peers");
    };
  }

  /** Cut between characters, since half of one is no text any more. */
  public static String shortened(String sentence) {
    int end = sentence.length();
    while (sentence.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_SENTENCE) {
      end = sentence.offsetByCodePoints(Math.min(end, LONGEST_SENTENCE + 1), -1);
    }
    return sentence.substring(0, end);
  }
}
