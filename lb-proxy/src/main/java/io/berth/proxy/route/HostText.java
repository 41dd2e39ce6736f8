package io.berth.proxy.route;

/** Takes from a Host header what rules and names are held against: no port, lower case. */
final class HostText {
  private HostText() {}

  static String of(String header) {
    int end = end(header);
    for (int i = 0; i < end; i++) {
      if (isUpper(header.charAt(i))) {
        return lower(header, end);
      }
    }
    return end == header.length() ? header : header.substring(0, end);
  }

  /** Colons within brackets are of an IPv6 address. */
  private static int end(String header) {
    int colon = header.lastIndexOf(':');
    return colon > header.lastIndexOf(']') ? colon : header.length();
  }

  /** Names are ASCII; other letters stay as they are, whatever some language makes of them. */
  static String lower(String text, int end) {
    char[] letters = new char[end];
    for (int i = 0; i < end; i++) {
      char one = text.charAt(i);
      letters[i] = isUpper(one) ? (char) (one + ('a' - 'A')) : one;
    }
    return new String(letters);
  }

  private static boolean isUpper(char one) {
    return one >= 'A' && one <= 'Z';
  }
}
