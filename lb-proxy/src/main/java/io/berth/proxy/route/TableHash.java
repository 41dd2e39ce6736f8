package io.berth.proxy.route;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/** What a whole table says, in 32 bytes; scheduler and proxy compute it each for themselves. */
public record TableHash(String hex) {
  public static final int BYTES = 32;
  private static final byte BALANCER = 1;
  private static final byte LISTENER = 2;
  private static final byte GROUP = 3;

  public TableHash {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("A table's hash has 32 bytes, not " + hex.length() / 2);
    }
  }

  public static TableHash of(byte[] bytes) {
    return new TableHash(HexFormat.of().formatHex(bytes));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** The maps are sorted by {@link IdOrder}. */
  static TableHash over(
      SortedMap<String, Balancer> balancers,
      SortedMap<String, Listener> listeners,
      SortedMap<String, TargetGroup> groups) {
    MessageDigest digest = sha256();
    balancers.forEach((id, item) -> item.contentHash().addTo(digest, BALANCER, id));
    listeners.forEach((id, item) -> item.contentHash().addTo(digest, LISTENER, id));
    groups.forEach((id, item) -> item.contentHash().addTo(digest, GROUP, id));
    return of(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
