package io.berth.scheduler.identity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts secrets for one row each, with AES-256-GCM. The text form is base64 of a format byte, a
 * random nonce, and the ciphertext with its tag; the format byte and the row are authenticated with
 * it. Any thread may use it.
 */
public final class Sealer {
  private static final byte FORMAT = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int SHORTEST = 1 + NONCE_BYTES + TAG_BITS / Byte.SIZE;

  private final SecretKey key;
  private final SecureRandom random;

  public Sealer(MasterKey masterKey, SecureRandom random) {
    this.key = masterKey.derive(MasterKey.Purpose.SEALING);
    this.random = random;
  }

  public String seal(SealedPlace place, byte[] secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, place, nonce).doFinal(secret);
      ByteBuffer sealed = ByteBuffer.allocate(1 + NONCE_BYTES + ciphertext.length);
      sealed.put(FORMAT).put(nonce).put(ciphertext);
      return Base64.getEncoder().encodeToString(sealed.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /**
   * Gives back what was sealed for this row.
   *
   * @throws SealBrokenException when it was changed, moved, or sealed under another key
   */
  public byte[] unseal(SealedPlace place, String sealed) {
    try {
      byte[] whole = Base64.getDecoder().decode(sealed);
      // The decoder overlooks spare bits in the last character; only the one true form counts.
      if (whole.length < SHORTEST
          || whole[0] != FORMAT
          || !Base64.getEncoder().encodeToString(whole).equals(sealed)) {
        throw new SealBrokenException(place, null);
      }
      byte[] nonce = new byte[NONCE_BYTES];
      ByteBuffer.wrap(whole, 1, NONCE_BYTES).get(nonce);
      int start = 1 + NONCE_BYTES;
      return cipher(Cipher.DECRYPT_MODE, place, nonce).doFinal(whole, start, whole.length - start);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SealBrokenException(place, e);
    }
  }

  private Cipher cipher(int mode, SealedPlace place, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(new byte[] {FORMAT});
    cipher.updateAAD(place.bytes());
    return cipher;
  }
}
