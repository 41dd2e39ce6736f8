package io.berth.proxy.route;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What an item says, in 16 bytes that the scheduler chose: equal content has an equal hash. Written
 * as lower-case hexadecimal digits.
 */
public record ContentHash(String hex) {
  public static final int BYTES = 16;

  public ContentHash {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("A content hash has 16 bytes, not " + hex.length() / 2);
    }
  }

  public static ContentHash of(byte[] bytes) {
    return new ContentHash(HexFormat.of().formatHex(bytes));
  }

  /** Adds the line of an item to the hash of a table. */
  void addTo(MessageDigest digest, byte kind, String id) {
    digest.update(kind);
    digest.update(id.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(HexFormat.of().parseHex(hex));
  }
}
