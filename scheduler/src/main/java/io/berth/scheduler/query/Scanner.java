package io.berth.scheduler.query;

/** Goes through the text of a query, character by character, and knows where it is. */
final class Scanner {
  private static final int MOST_SHOWN = 20;

  private final String text;
  private int place;

  Scanner(String text) {
    this.text = text;
  }

  /** Of the next character, from 1. */
  int column() {
    return place + 1;
  }

  boolean isAtEnd() {
    return place == text.length();
  }

  void skipBlanks() {
    while (!isAtEnd() && isBlank(text.charAt(place))) {
      place++;
    }
  }

  boolean isAt(String symbol) {
    return text.startsWith(symbol, place);
  }

  /** Goes past the symbol if it is next. */
  boolean take(String symbol) {
    boolean isNext = isAt(symbol);
    if (isNext) {
      place += symbol.length();
    }
    return isNext;
  }

  /** Goes past the word if it is next and no longer word is. */
  boolean takeWord(String word) {
    int end = place + word.length();
    boolean isNext = isAt(word) && (end == text.length() || !isOfWord(text.charAt(end)));
    if (isNext) {
      place = end;
    }
    return isNext;
  }

  /** The characters that are next of which a name of an attribute may consist. */
  String takeAttributeName() {
    int start = place;
    while (!isAtEnd() && isOfAttributeName(text.charAt(place))) {
      place++;
    }
    return text.substring(start, place);
  }

  /** What stands up to the next such quote, and goes past that. */
  String takeQuoted(String quote) throws Mistake {
    int end = text.indexOf(quote, place);
    if (end < 0) {
      throw new Mistake(place, "the quote that begins here has no end");
    }
    String quoted = text.substring(place, end);
    place = end + 1;
    return quoted;
  }

  /** A value without quotes; one that begins like an operator is more likely a mistake. */
  String takeBare() {
    int start = place;
    while (!endsBare(start) && !isAny("([,)]")) {
      place++;
    }
    return text.substring(start, place);
  }

  /** A pattern without quotes: brackets that it opens belong to it. */
  String takeBarePattern() {
    int start = place;
    int open = 0;
    while (!endsBare(start) && (open > 0 || !isAny(")]"))) {
      open += isAny("([") ? 1 : isAny(")]") ? -1 : 0;
      place++;
    }
    return text.substring(start, place);
  }

  Mistake expected(String what) {
    return new Mistake(column(), "expected " + what + ", but found " + found());
  }

  private String found() {
    if (isAtEnd()) {
      return "the end";
    }
    int end = place;
    while (end < text.length()
        && end < place + MOST_SHOWN
        && (end == place || !isBlank(text.charAt(end)))) {
      end++;
    }
    return "'" + text.substring(place, end) + "'";
  }

  private boolean endsBare(int start) {
    return isAtEnd()
        || isBlank(text.charAt(place))
        || isAt("&&")
        || isAt("||")
        || (place == start && isAny("=!<>~"));
  }

  private boolean isAny(String symbols) {
    return symbols.indexOf(text.charAt(place)) >= 0;
  }

  private static boolean isBlank(char one) {
    return one == ' ' || one == '\t' || one == '\n' || one == '\r';
  }

  private static boolean isOfWord(char one) {
    return (one >= 'a' && one <= 'z')
        || (one >= 'A' && one <= 'Z')
        || (one >= '0' && one <= '9')
        || one == '_';
  }

  private static boolean isOfAttributeName(char one) {
    return isOfWord(one) || one == '-' || one == '.' || one == '/' || one == '\\';
  }
}
