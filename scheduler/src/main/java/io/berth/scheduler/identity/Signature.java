package io.berth.scheduler.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The arithmetic of a signature. */
final class Signature {
  private Signature() {}

  static byte[] signingKey(Secret secret, CredentialScope scope) {
    byte[] day = hmac(("AWS4" + secret.text()).getBytes(UTF_8), scope.date());
    byte[] region = hmac(day, scope.region());
    byte[] service = hmac(region, scope.service());
    return hmac(service, CredentialScope.TERMINATOR);
  }

  static byte[] of(byte[] signingKey, Claim claim, String canonicalRequest) {
    String stringToSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            SignatureTime.format(claim.signedAt()),
            claim.scope().signedForm(),
            HexFormat.of().formatHex(sha256(canonicalRequest)));
    return hmac(signingKey, stringToSign);
  }

  private static byte[] sha256(String bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes.getBytes(ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }
}
