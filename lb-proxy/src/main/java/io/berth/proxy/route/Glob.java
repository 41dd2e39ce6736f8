package io.berth.proxy.route;

import java.util.Arrays;

/**
 * A pattern that must match a whole text: {@code *} stands for any characters or none, {@code ?}
 * for exactly one. A match looks at each character of the text once, whatever the pattern, since
 * clients choose the text and nobody may make it dear.
 *
 * <p>All ways to match are followed at once: bit {@code i} of a state says that the first {@code i}
 * characters of the pattern, stars not counted, have matched what was read so far.
 */
final class Glob {
  /** With its star, a pattern of so many characters has no more states than two words have bits. */
  static final int MOST_CHARACTERS = 128;

  private static final int WORD = 64;
  private static final int ASCII = 128;

  private final String text;

  private final Kind kind;

  /** The number of each character that the pattern names; 0 is for all others. */
  private final byte[] symbolOf = new byte[ASCII];

  /** For each symbol the states that it takes one further: low word, high word. */
  private long[] advance = new long[2];

  /** The states in which any character may be read without getting further. */
  private long stayLow;

  private long stayHigh;
  private int last;

  private enum Kind {
    /** No star: as long as the text that it matches. */
    FIXED,
    /** A text and a star at its end. */
    PREFIX,
    /** Everything else. */
    STATES
  }

  private Glob(String text) {
    this.text = text;
    int star = text.indexOf('*');
    if (star < 0) {
      this.kind = Kind.FIXED;
    } else if (star == text.length() - 1 && text.indexOf('?') < 0) {
      this.kind = Kind.PREFIX;
    } else {
      this.kind = Kind.STATES;
      compile();
    }
  }

  /** At most {@value #MOST_CHARACTERS} characters of ASCII. */
  static Glob of(String text) {
    if (text.length() > MOST_CHARACTERS || text.chars().anyMatch(one -> one >= ASCII)) {
      throw new IllegalArgumentException("A pattern has at most 128 characters of ASCII");
    }
    return new Glob(text);
  }

  private void compile() {
    int state = 0;
    long anyLow = 0;
    long anyHigh = 0;
    byte symbols = 0;
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      if (one == '*') {
        stayLow |= low(state);
        stayHigh |= high(state);
        continue;
      }
      if (one == '?') {
        anyLow |= low(state);
        anyHigh |= high(state);
      } else {
        if (symbolOf[one] == 0) {
          symbols++;
          symbolOf[one] = symbols;
          advance = Arrays.copyOf(advance, advance.length + 2);
        }
        advance[2 * symbolOf[one]] |= low(state);
        advance[2 * symbolOf[one] + 1] |= high(state);
      }
      state++;
    }
    for (int symbol = 0; symbol <= symbols; symbol++) {
      advance[2 * symbol] |= anyLow;
      advance[2 * symbol + 1] |= anyHigh;
    }
    last = state;
  }

  boolean matches(String candidate) {
    return switch (kind) {
      case FIXED -> isAsFixed(candidate);
      case PREFIX -> candidate.regionMatches(0, text, 0, text.length() - 1);
      case STATES -> run(candidate);
    };
  }

  private boolean isAsFixed(String candidate) {
    if (candidate.length() != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char wanted = text.charAt(i);
      if (wanted != '?' && wanted != candidate.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean run(String candidate) {
    long lowStates = 1;
    long highStates = 0;
    for (int i = 0; i < candidate.length(); i++) {
      char one = candidate.charAt(i);
      int symbol = one < ASCII ? 2 * symbolOf[one] : 0;
      long lowMoved = lowStates & advance[symbol];
      long highMoved = highStates & advance[symbol + 1];
      highStates = (highStates & stayHigh) | (highMoved << 1) | (lowMoved >>> (WORD - 1));
      lowStates = (lowStates & stayLow) | (lowMoved << 1);
      if ((lowStates | highStates) == 0) {
        return false;
      }
    }
    return ((lowStates & low(last)) | (highStates & high(last))) != 0;
  }

  private static long low(int state) {
    return state < WORD ? 1L << state : 0;
  }

  private static long high(int state) {
    return state >= WORD ? 1L << state : 0;
  }
}
