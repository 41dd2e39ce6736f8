package io.berth.scheduler.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one secret that is not in the state: everything sealed there hangs on it. It is never used
 * itself; each purpose gets a key derived from it, so that none can be played off against another.
 */
public final class MasterKey {
  static final int BYTES = 32;

  private final SecretKey secret;

  MasterKey(byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException("a master key has " + BYTES + " bytes");
    }
    this.secret = new SecretKeySpec(secret, "HKDF");
  }

  static byte[] generate(SecureRandom random) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    return secret;
  }

  SecretKey derive(Purpose purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              purpose.algorithm,
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .thenExpand(purpose.label.getBytes(StandardCharsets.US_ASCII), BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HKDF with SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "MasterKey";
  }

  /** What derived keys are for; the labels are part of the stored format. */
  enum Purpose {
    SEALING("AES", "berth-seal-v1"),
    NONCES("HmacSHA256", "berth-nonce-v1");

    private final String algorithm;
    private final String label;

    Purpose(String algorithm, String label) {
      this.algorithm = algorithm;
      this.label = label;
    }
  }
}
