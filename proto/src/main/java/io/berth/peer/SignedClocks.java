package io.berth.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.common.ClockStatement;
import io.berth.proto.common.SignatureAlgorithm;
import io.berth.proto.common.SignedClock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** Reads the time from a clock that an authority has signed for a nonce of ours. */
public final class SignedClocks {
  private static final String PURPOSE = "berth-clock-v1";
  private static final int STATEMENT_BYTES = 256;
  private static final int SIGNATURE_BYTES = 1_024;

  private SignedClocks() {}

  static Instant time(SignedClock clock, byte[] nonce, List<X509Certificate> authorities)
      throws UntrustedException {
    if (clock.getStatement().size() > STATEMENT_BYTES
        || clock.getSignature().size() > SIGNATURE_BYTES) {
      throw new UntrustedException("The scheduler's signed clock is too long");
    }
    X509Certificate signer = signer(clock, authorities);
    if (!holds(clock, signer)) {
      throw new UntrustedException("The signature of the scheduler's clock does not hold");
    }
    try {
      ClockStatement statement = ClockStatement.parseFrom(clock.getStatement());
      if (!MessageDigest.isEqual(statement.getNonce().toByteArray(), nonce)) {
        throw new UntrustedException("The scheduler's clock was signed for another question");
      }
      return Times.instant(statement.getTime());
    } catch (InvalidProtocolBufferException | DateTimeException | ArithmeticException e) {
      throw new UntrustedException("The scheduler's signed clock cannot be read", e);
    }
  }

  private static X509Certificate signer(SignedClock clock, List<X509Certificate> authorities)
      throws UntrustedException {
    byte[] wanted = clock.getSignerFingerprint().toByteArray();
    return authorities.stream()
        .filter(one -> MessageDigest.isEqual(Certificates.fingerprint(one), wanted))
        .findFirst()
        .orElseThrow(() ->
            new UntrustedException("The scheduler's clock is signed by an unknown authority"));
  }

  private static boolean holds(SignedClock clock, X509Certificate signer)
      throws UntrustedException {
    try {
      Signature signature = Signature.getInstance(name(clock.getAlgorithm()));
      signature.initVerify(signer.getPublicKey());
      signature.update(PURPOSE.getBytes(StandardCharsets.US_ASCII));
      signature.update((byte) 0);
      signature.update(clock.getStatement().toByteArray());
      return signature.verify(clock.getSignature().toByteArray());
    } catch (GeneralSecurityException _) {
      // A key or signature of another shape is just a wrong one.
      return false;
    }
  }

  private static String name(SignatureAlgorithm algorithm) throws UntrustedException {
    return switch (algorithm) {
      case SIGNATURE_ALGORITHM_ECDSA_P256_SHA256 -> "SHA256withECDSA";
      case SIGNATURE_ALGORITHM_ED25519 -> "Ed25519";
      case SIGNATURE_ALGORITHM_UNSPECIFIED, UNRECOGNIZED ->
          throw new UntrustedException("The scheduler's clock is signed in an unknown way");
    };
  }
}
