package io.berth.peer;

import io.berth.proto.common.RefusalCode;
import java.util.Optional;

/** Says what an operator can do about the end of a session; nothing about what passes by itself. */
final class Remedies {
  private static final String JOIN_ANEW =
      "What it runs goes on. Make a token with 'berth token create' and start it with token and"
          + " ca-fingerprint: it joins anew, as somebody else";
  private static final String UPGRADE =
      "Upgrade this program, or the scheduler if that is the older one";

  private Remedies() {}

  static Optional<String> of(Ending ending) {
    return switch (ending) {
      case Ending.Refused refused -> of(refused.code());
      case Ending.Broken _ ->
          Optional.of(
              "If the scheduler's state was put back, give it a new epoch by its restore; if its"
                  + " address was changed, look whether it is the right one; else: "
                  + UPGRADE);
      case Ending.Failed _ ->
          Optional.of("Look whether the disk of its state directory is full or broken");
      case Ending.Silent _, Ending.Cut _ -> Optional.empty();
    };
  }

  static Optional<String> of(RefusalCode code) {
    return switch (code) {
      case REFUSAL_CODE_IDENTITY_UNKNOWN, REFUSAL_CODE_IDENTITY_REVOKED -> Optional.of(JOIN_ANEW);
      case REFUSAL_CODE_SECOND_STREAM ->
          Optional.of(
              "If this host's state directory was lost, wait until its former session is gone, or"
                  + " start it with a new token; if it was copied from another host, remove"
                  + " the copy and let this host join by a token of its own");
      case REFUSAL_CODE_REPLACED ->
          Optional.of(
              "Another process speaks with this host's state directory. Stop one of the two; if the"
                  + " directory was copied, remove the copy");
      case REFUSAL_CODE_FEATURE_MISSING -> Optional.of("Upgrade this program");
      case REFUSAL_CODE_HELLO_INVALID, REFUSAL_CODE_CONTRACT_BROKEN, REFUSAL_CODE_REQUEST_INVALID ->
          Optional.of(UPGRADE);
      case REFUSAL_CODE_TOKEN_INVALID ->
          Optional.of(
              "Make another token with 'berth token create'; each one admits one host once");
      case REFUSAL_CODE_WRONG_KIND ->
          Optional.of(
              "Give it a token of its own kind, and look whether the state directory belongs to"
                  + " another process");
      case REFUSAL_CODE_UNSPECIFIED, REFUSAL_CODE_BUSY, REFUSAL_CODE_PROOF_INVALID, UNRECOGNIZED ->
          Optional.empty();
    };
  }
}
