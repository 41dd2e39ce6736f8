package io.berth.scheduler.query;

import java.util.Optional;

/** An operator of a condition: a symbol, and a word that means the same. */
enum Operator {
  EQUALS("==", "equals"),
  NOT_EQUALS("!=", "not_equals"),
  GREATER_THAN(">", "greater_than"),
  GREATER_THAN_EQUAL(">=", "greater_than_equal"),
  LESS_THAN("<", "less_than"),
  LESS_THAN_EQUAL("<=", "less_than_equal"),
  EXISTS("exists", "exists"),
  NOT_EXISTS("!exists", "not_exists"),
  IN("in", "in"),
  NOT_IN("!in", "not_in"),
  MATCHES("=~", "matches"),
  NOT_MATCHES("!~", "not_matches");

  private final String symbol;
  private final String word;

  Operator(String symbol, String word) {
    this.symbol = symbol;
    this.word = word;
  }

  String symbol() {
    return symbol;
  }

  String word() {
    return word;
  }

  /** Whether it is the denial of another one. */
  boolean isDenial() {
    return switch (this) {
      case NOT_EQUALS, NOT_EXISTS, NOT_IN, NOT_MATCHES -> true;
      case EQUALS,
          GREATER_THAN,
          GREATER_THAN_EQUAL,
          LESS_THAN,
          LESS_THAN_EQUAL,
          EXISTS,
          IN,
          MATCHES ->
          false;
    };
  }

  /** What it says of the order of two values; empty where it is not about order. */
  Optional<Relation> relation() {
    return switch (this) {
      case EQUALS, NOT_EQUALS -> Optional.of(Relation.EQUAL);
      case GREATER_THAN -> Optional.of(Relation.MORE);
      case GREATER_THAN_EQUAL -> Optional.of(Relation.AT_LEAST);
      case LESS_THAN -> Optional.of(Relation.LESS);
      case LESS_THAN_EQUAL -> Optional.of(Relation.AT_MOST);
      case EXISTS, NOT_EXISTS, IN, NOT_IN, MATCHES, NOT_MATCHES -> Optional.empty();
    };
  }
}
