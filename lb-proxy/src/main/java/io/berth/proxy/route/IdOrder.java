package io.berth.proxy.route;

import java.util.Comparator;

/**
 * Orders ids by the bytes of their UTF-8, as the hash of a table wants it. That is the order of
 * code points, not of Java's chars: a surrogate is below U+E000 as a char and above it in UTF-8.
 */
enum IdOrder implements Comparator<String> {
  BY_BYTES;

  @Override
  public int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char one = left.charAt(i);
      char other = right.charAt(i);
      if (one != other) {
        return Integer.compare(weight(one), weight(other));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  private static int weight(char unit) {
    return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
  }
}
