package io.berth.scheduler.identity;

import java.util.HexFormat;

/** Percent-encoding of RFC 3986 over strings that hold one byte in each char. */
final class PercentCode {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentCode() {}

  static String encode(String bytes) {
    StringBuilder encoded = new StringBuilder(bytes.length());
    for (int at = 0; at < bytes.length(); at++) {
      char one = bytes.charAt(at);
      if (isUnreserved(one)) {
        encoded.append(one);
      } else {
        encoded.append('%').append(HEX.toHexDigits((byte) one));
      }
    }
    return encoded.toString();
  }

  /** A percent sign that begins no escape stands for itself. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      if (isEscape(text, at)) {
        decoded.append((char) HexFormat.fromHexDigits(text, at + 1, at + 3));
        at += 2;
      } else {
        decoded.append(text.charAt(at));
      }
    }
    return decoded.toString();
  }

  private static boolean isEscape(String text, int at) {
    return text.charAt(at) == '%'
        && at + 2 < text.length()
        && HexFormat.isHexDigit(text.charAt(at + 1))
        && HexFormat.isHexDigit(text.charAt(at + 2));
  }

  private static boolean isUnreserved(char one) {
    return (one >= 'A' && one <= 'Z')
        || (one >= 'a' && one <= 'z')
        || (one >= '0' && one <= '9')
        || one == '-'
        || one == '_'
        || one == '.'
        || one == '~';
  }
}
