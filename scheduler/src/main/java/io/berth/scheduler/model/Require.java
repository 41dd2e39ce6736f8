package io.berth.scheduler.model;

/**
 * What every value of the model insists on; user input is judged earlier, so a failure here is a
 * bug.
 */
final class Require {
  private static final int HIGHEST_PORT = 65_535;

  private Require() {}

  static void notEmpty(String text, String what) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
  }

  /**
   * Ids become keys on disk, whose bytes must sort and differ as the texts do: visible ASCII,
   * nothing else.
   */
  static void identifier(String text, String what) {
    notEmpty(text, what);
    if (!text.chars().allMatch(one -> one > ' ' && one < 0x7f)) {
      throw new IllegalArgumentException(what + " must be of visible ASCII characters");
    }
  }

  static void positive(long value, String what) {
    if (value <= 0) {
      throw new IllegalArgumentException(what + " must be positive but is " + value);
    }
  }

  static void notNegative(long value, String what) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " must not be negative but is " + value);
    }
  }

  static void port(int number, String what) {
    positive(number, what);
    if (number > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          what + " must be at most " + HIGHEST_PORT + " but is " + number);
    }
  }
}
