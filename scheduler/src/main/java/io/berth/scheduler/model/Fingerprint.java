package io.berth.scheduler.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a certificate or a public key, as 64 lower-case hex digits. */
public record Fingerprint(String hex) implements Comparable<Fingerprint> {
  private static final int DIGITS = 64;

  public Fingerprint {
    if (hex.length() != DIGITS || !hex.chars().allMatch(Fingerprint::isDigit)) {
      throw new IllegalArgumentException("not 64 lower-case hex digits");
    }
  }

  public static Fingerprint of(byte[] bytes) {
    try {
      return new Fingerprint(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public byte[] toArray() {
    return HexFormat.of().parseHex(hex);
  }

  /** Equality that takes the same time wherever the two differ. */
  public boolean matches(Fingerprint other) {
    return MessageDigest.isEqual(
        hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public int compareTo(Fingerprint other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static boolean isDigit(int one) {
    return (one >= '0' && one <= '9') || (one >= 'a' && one <= 'f');
  }
}
