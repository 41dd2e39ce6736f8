package io.berth.agent.model;

import java.time.Duration;

/**
 * What every value of the agent's model insists on; what comes over the wire is judged earlier, so
 * a failure here is a bug.
 */
final class Require {
  private Require() {}

  static void notEmpty(String text, String what) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
  }

  static void between(long value, long lowest, long highest, String what) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          what + " must be from " + lowest + " to " + highest + " but is " + value);
    }
  }

  static void port(int value, String what) {
    between(value, 1, 65_535, what);
  }

  static void notNegative(Duration value, String what) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative but is " + value);
    }
  }

  /** Lower-case hexadecimal digits, exactly as many as asked for. */
  static void hex(String text, int digits, String what) {
    boolean isHex =
        text.chars().allMatch(one -> (one >= '0' && one <= '9') || (one >= 'a' && one <= 'f'));
    if (text.length() != digits || !isHex) {
      throw new IllegalArgumentException(
          what + " must be " + digits + " lower-case hexadecimal digits but is " + text);
    }
  }
}
