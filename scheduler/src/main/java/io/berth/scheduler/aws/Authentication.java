package io.berth.scheduler.aws;

import io.berth.scheduler.identity.CredentialScope;
import io.berth.scheduler.identity.RefusalReason;
import io.berth.scheduler.identity.SigV4;
import io.berth.scheduler.identity.SignedRequest;
import io.berth.scheduler.identity.Verdict;
import io.berth.scheduler.model.AccessKeyId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Lets nobody in without a right signature, and says who signed. */
public final class Authentication {
  private final SigV4 signatures;
  private final InstantSource clock;
  private final Consumer<AccessKeyId> signers;

  /** The signers are told each key that truly signed, on the thread of the call. */
  public Authentication(SigV4 signatures, InstantSource clock, Consumer<AccessKeyId> signers) {
    this.signatures = signatures;
    this.clock = clock;
    this.signers = signers;
  }

  /** Refuses in the codes of the caller's protocol. */
  public CredentialScope require(HttpHead head, byte[] body, RefusalForm form) {
    SignedRequest request =
        new SignedRequest(head.method(), head.path(), head.query(), head.headers(), sha256(body));
    return switch (signatures.verify(request, clock.instant())) {
      case Verdict.Authentic(CredentialScope scope) -> {
        signers.accept(scope.key());
        yield scope;
      }
      case Verdict.Refused(RefusalReason reason, String sentence) ->
          throw form.unauthenticated(reason, sentence);
    };
  }

  /** A signature for one service must not open another one. */
  public void requireService(CredentialScope scope, String service, RefusalForm form) {
    if (!scope.service().equals(service)) {
      throw form.unauthenticated(
          RefusalReason.INVALID,
          "Credential should be scoped to correct service: '" + service + "'.");
    }
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
