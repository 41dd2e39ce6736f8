package io.berth.tests.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** The median of several rounds and how far they lie apart. */
record Spread(double median, double least, double most) {
  private static final int DIGITS = 3;

  static Spread of(DoubleStream rounds) {
    double[] sorted = rounds.sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no rounds");
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
  }

  /** As in "5.31 (4.9 to 6.02)". */
  String text() {
    return "%s (%s to %s)".formatted(rounded(median), rounded(least), rounded(most));
  }

  /** By what factor this median is the other one; said to be open when the rounds of both mix. */
  String over(Spread other) {
    boolean apart = least > other.most || most < other.least;
    return rounded(median / other.median) + (apart ? "" : " (ranges overlap)");
  }

  /** Three digits that mean something; more would be noise. */
  static String rounded(double value) {
    BigDecimal kept = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
    int decimals = Math.max(0, kept.scale());
    return String.format(Locale.ROOT, "%,." + decimals + "f", kept);
  }
}
