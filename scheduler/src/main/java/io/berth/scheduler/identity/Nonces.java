package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Gives nonces for proofs of a key and knows its own again, without remembering any: each holds the
 * time, randomness, and a tag over both. So a nonce is good for its few minutes, not for one use;
 * replaying a whole proof in that time only certifies the same key for the same identity again.
 */
final class Nonces {
  static final Duration VALID = Duration.ofMinutes(5);
  static final int BYTES = 32;

  /** Time and randomness, half of the nonce; the other half is the tag. */
  private static final int BODY_BYTES = 16;

  private final SecretKey key;
  private final SecureRandom random;

  Nonces(MasterKey masterKey, SecureRandom random) {
    this.key = masterKey.derive(MasterKey.Purpose.NONCES);
    this.random = random;
  }

  Bytes give(Instant now) {
    ByteBuffer nonce = ByteBuffer.allocate(BYTES);
    nonce.putLong(now.toEpochMilli()).putLong(random.nextLong());
    nonce.put(tag(nonce.array()));
    return Bytes.of(nonce.array());
  }

  boolean isGood(Bytes nonce, Instant now) {
    if (nonce.size() != BYTES) {
      return false;
    }
    byte[] whole = nonce.toArray();
    byte[] shown = Arrays.copyOfRange(whole, BODY_BYTES, BYTES);
    if (!MessageDigest.isEqual(tag(whole), shown)) {
      return false;
    }
    // The tag holds, so the time is one of ours and in range.
    Instant given = Instant.ofEpochMilli(ByteBuffer.wrap(whole).getLong());
    return !given.isAfter(now) && now.isBefore(given.plus(VALID));
  }

  private byte[] tag(byte[] nonce) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(nonce, 0, BODY_BYTES);
      return Arrays.copyOf(mac.doFinal(), BYTES - BODY_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }
}
