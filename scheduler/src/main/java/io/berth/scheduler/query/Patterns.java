package io.berth.scheduler.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Compiles the patterns of one query. The engine takes time that grows with the length of a value
 * and with the steps of a pattern, and never worse; so the steps of all patterns together are
 * bounded, and what a pattern would unfold to is judged before it is unfolded. Characters beyond
 * ASCII may not be named: in a range of them the engine looks at each one several times when case
 * does not matter, which takes minutes.
 */
final class Patterns {
  private static final int LONGEST = 256;
  private static final int MOST_STEPS = 500;
  private static final int MOST_UNFOLDED = 2_000;
  private static final int MOST_REPETITIONS = 1_000;

  private int steps;

  Pattern compile(String text, int column) throws Mistake {
    if (text.length() > LONGEST) {
      throw new Mistake(
          column, "a pattern has at most " + LONGEST + " characters, not " + text.length());
    }
    if (!text.chars().allMatch(one -> one >= ' ' && one <= '~') || text.contains("\\x")) {
      throw new Mistake(
          column, "a pattern has ASCII characters alone, and no \\x; a dot stands for any other");
    }
    if (text.contains("\\Q")) {
      throw new Mistake(column, "a pattern has no \\Q; put a backslash before each character");
    }
    if (unfolded(text) > MOST_UNFOLDED) {
      throw tooLarge(column);
    }
    try {
      Pattern pattern = Pattern.compile(text);
      steps += pattern.programSize();
      if (steps > MOST_STEPS) {
        throw tooLarge(column);
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new Mistake(column, "this is no pattern: " + e.getDescription());
    }
  }

  private static Mistake tooLarge(int column) {
    return new Mistake(
        column,
        "the patterns of an expression are too large together; write shorter ones, or repeat fewer"
            + " times");
  }

  /**
   * At least as many steps as the pattern unfolds to: what stands in braces adds up, and multiplies
   * where it repeats what parentheses enclose.
   */
  private static long unfolded(String text) {
    long sum = text.length();
    long product = 1;
    for (int place = text.indexOf('{'); place >= 0; place = text.indexOf('{', place + 1)) {
      long times = largestNumber(text, place + 1);
      if (place > 0 && text.charAt(place - 1) == ')') {
        product *= Math.max(1, times);
      } else {
        sum += times;
      }
      if (product > MOST_UNFOLDED) {
        return product;
      }
    }
    return sum * product;
  }

  /** Of those before the brace closes; the engine itself repeats nothing more often than this. */
  private static long largestNumber(String text, int from) {
    long largest = 0;
    long number = 0;
    for (int place = from; place < text.length() && text.charAt(place) != '}'; place++) {
      char one = text.charAt(place);
      number = one >= '0' && one <= '9' ? Math.min(MOST_REPETITIONS, number * 10 + one - '0') : 0;
      largest = Math.max(largest, number);
    }
    return largest;
  }
}
