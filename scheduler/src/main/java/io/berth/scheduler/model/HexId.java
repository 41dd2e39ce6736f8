package io.berth.scheduler.model;

import java.util.HexFormat;

/**
 * The text form that tasks and hosts share: 32 lower-case hex digits for 128 bits, kept as two
 * longs because a cluster holds millions of them.
 */
final class HexId {
  private static final int DIGITS = 32;
  private static final HexFormat HEX = HexFormat.of();

  private HexId() {}

  static String text(long high, long low) {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }

  static long high(String text) {
    return HexFormat.fromHexDigitsToLong(checked(text), 0, DIGITS / 2);
  }

  static long low(String text) {
    return HexFormat.fromHexDigitsToLong(checked(text), DIGITS / 2, DIGITS);
  }

  static int compare(long high, long low, long otherHigh, long otherLow) {
    int byHigh = Long.compareUnsigned(high, otherHigh);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
  }

  /** Ordered as numbers with a sign are. */
  static long rank(long high) {
    return high ^ Long.MIN_VALUE;
  }

  private static String checked(String text) {
    if (text.length() != DIGITS) {
      throw new IllegalArgumentException("not 32 hex digits: " + text);
    }
    return text;
  }
}
