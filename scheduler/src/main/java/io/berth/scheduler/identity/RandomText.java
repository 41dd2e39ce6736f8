package io.berth.scheduler.identity;

import io.berth.scheduler.model.PeerId;
import java.util.random.RandomGenerator;

/** Random texts of a given alphabet, for ids and secrets. */
final class RandomText {
  static final String HEX = "0123456789abcdef";

  /** Without i, l, o and u, which are misread. */
  static final String COPY_SAFE = "0123456789abcdefghjkmnpqrstvwxyz";

  static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private RandomText() {}

  static String of(String alphabet, int length, RandomGenerator random) {
    StringBuilder text = new StringBuilder(length);
    for (int at = 0; at < length; at++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  static boolean consistsOf(String alphabet, String text) {
    return text.chars().allMatch(one -> alphabet.indexOf(one) >= 0);
  }

  static PeerId peerId(RandomGenerator random) {
    return new PeerId(random.nextLong(), random.nextLong());
  }
}
