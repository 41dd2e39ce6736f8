package io.berth.scheduler.model;

import java.util.HexFormat;

/** The text form of what belongs to balancers: 16 lower-case hex digits for 64 bits. */
final class ShortId {
  private static final int DIGITS = 16;
  private static final HexFormat HEX = HexFormat.of();

  private ShortId() {}

  static String text(long bits) {
    return HEX.toHexDigits(bits);
  }

  static long bits(String text) {
    if (text.length() != DIGITS) {
      throw new IllegalArgumentException("not 16 hex digits: " + text);
    }
    return HexFormat.fromHexDigitsToLong(text);
  }
}
