package io.berth.scheduler.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What is stored of a token's secret: a salt and the SHA-256 of both, as hex. */
final class TokenHash {
  private static final int SALT_BYTES = 16;
  private static final HexFormat HEX = HexFormat.of();

  private TokenHash() {}

  static String of(String secret, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return HEX.formatHex(salt) + ":" + HEX.formatHex(hash(salt, secret));
  }

  /** Takes the same time wherever the two differ. */
  static boolean matches(String stored, String secret) {
    int colon = stored.indexOf(':');
    if (colon < 0) {
      return false;
    }
    byte[] salt = HEX.parseHex(stored.substring(0, colon));
    byte[] wanted = HEX.parseHex(stored.substring(colon + 1));
    return MessageDigest.isEqual(wanted, hash(salt, secret));
  }

  private static byte[] hash(byte[] salt, String secret) {
    return Digests.sha256(salt, secret.getBytes(StandardCharsets.US_ASCII));
  }
}
