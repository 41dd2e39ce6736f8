package io.berth.scheduler.query;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A version as numbers between dots; what is not said counts as zero.
 *
 * @param parts decimal digits without leading zeros, so that numbers of any length can be compared
 */
record DottedVersion(List<String> parts) implements Comparable<DottedVersion> {
  DottedVersion {
    parts = List.copyOf(parts);
  }

  /** The version that a text is. */
  static Optional<DottedVersion> read(String text) {
    return text.length() == end(text) ? atStartOf(text) : Optional.empty();
  }

  /** The version that a text begins with: what builds append does not count. */
  static Optional<DottedVersion> atStartOf(String text) {
    int end = end(text);
    if (end == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new DottedVersion(
            Arrays.stream(text.substring(0, end).split("\\.", -1))
                .map(DottedVersion::withoutZeros)
                .toList()));
  }

  @Override
  public int compareTo(DottedVersion other) {
    for (int place = 0; place < Math.max(parts.size(), other.parts.size()); place++) {
      String mine = part(place);
      String its = other.part(place);
      int order =
          mine.length() == its.length()
              ? mine.compareTo(its)
              : Integer.compare(mine.length(), its.length());
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private String part(int place) {
    return place < parts.size() ? parts.get(place) : "";
  }

  /** Behind the last digit of the numbers that a text begins with. */
  private static int end(String text) {
    int end = 0;
    int place = 0;
    while (place < text.length() && isDigit(text.charAt(place))) {
      while (place < text.length() && isDigit(text.charAt(place))) {
        place++;
      }
      end = place;
      if (place < text.length() && text.charAt(place) == '.') {
        place++;
      }
    }
    return end;
  }

  private static boolean isDigit(char one) {
    return one >= '0' && one <= '9';
  }

  private static String withoutZeros(String digits) {
    int place = 0;
    while (place < digits.length() && digits.charAt(place) == '0') {
      place++;
    }
    return digits.substring(place);
  }
}
