package io.berth.scheduler.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads an expression by descending into it: or binds loosest, then and, then not. How deep it goes
 * is bounded, so that no text can exhaust the stack of who reads or asks it.
 */
final class Parser {
  private static final int DEEPEST = 50;
  private static final int LONGEST_NAME = 128;

  /** A longer symbol before one that begins it. */
  private static final List<Operator> BY_LENGTH =
      Arrays.stream(Operator.values())
          .sorted(
              Comparator.comparingInt((Operator operator) -> operator.symbol().length()).reversed())
          .toList();

  private static final String OPERAND =
      "a condition on "
          + Arrays.stream(Subject.values())
              .map(subject -> subject == Subject.ATTRIBUTE ? "attribute:NAME" : subject.word())
              .collect(Collectors.joining(", "))
          + ", or 'not', or '('";

  private final Scanner scanner;
  private final Arguments arguments;
  private int depth;

  private Parser(String text) {
    this.scanner = new Scanner(text);
    this.arguments = new Arguments(scanner);
  }

  static Expression parse(String text) throws Mistake {
    Parser parser = new Parser(text);
    Expression expression = parser.anyOf();
    parser.scanner.skipBlanks();
    if (!parser.scanner.isAtEnd()) {
      throw parser.scanner.expected("'and', 'or' or the end");
    }
    return expression;
  }

  private Expression anyOf() throws Mistake {
    List<Expression> parts = new ArrayList<>();
    do {
      parts.add(allOf());
    } while (takeJoin("||", "or"));
    return parts.size() == 1 ? parts.getFirst() : new Expression.AnyOf(parts);
  }

  private Expression allOf() throws Mistake {
    List<Expression> parts = new ArrayList<>();
    do {
      parts.add(operand());
    } while (takeJoin("&&", "and"));
    return parts.size() == 1 ? parts.getFirst() : new Expression.AllOf(parts);
  }

  private boolean takeJoin(String symbol, String word) {
    scanner.skipBlanks();
    return scanner.take(symbol) || scanner.takeWord(word);
  }

  private Expression operand() throws Mistake {
    scanner.skipBlanks();
    int column = scanner.column();
    if (scanner.take("!") || scanner.takeWord("not")) {
      descend(column);
      Expression denied = operand();
      depth--;
      return new Expression.Not(denied);
    }
    if (scanner.take("(")) {
      descend(column);
      Expression inner = anyOf();
      scanner.skipBlanks();
      if (!scanner.take(")")) {
        throw scanner.expected("'and', 'or' or ')'");
      }
      depth--;
      return inner;
    }
    return condition();
  }

  private void descend(int column) throws Mistake {
    depth++;
    if (depth > DEEPEST) {
      throw new Mistake(column, "an expression has at most " + DEEPEST + " levels");
    }
  }

  private Expression condition() throws Mistake {
    Subject subject = subject();
    String name = subject == Subject.ATTRIBUTE ? attributeName() : "";
    Operator operator = operator(subject);
    Expression affirmed = arguments.read(subject, name, operator);
    return operator.isDenial() ? new Expression.Not(affirmed) : affirmed;
  }

  private Subject subject() throws Mistake {
    for (Subject subject : Subject.values()) {
      if (subject == Subject.ATTRIBUTE
          ? scanner.take(subject.word())
          : scanner.takeWord(subject.word())) {
        return subject;
      }
    }
    throw scanner.expected(OPERAND);
  }

  private String attributeName() throws Mistake {
    int column = scanner.column();
    String name = scanner.takeAttributeName();
    if (name.isEmpty()) {
      throw scanner.expected("the name of an attribute");
    }
    if (name.length() > LONGEST_NAME) {
      throw new Mistake(
          column, "the name of an attribute has at most " + LONGEST_NAME + " characters");
    }
    return name;
  }

  private Operator operator(Subject subject) throws Mistake {
    scanner.skipBlanks();
    Mistake mistake = scanner.expected("one of " + subject.operators());
    for (Operator operator : BY_LENGTH) {
      if (take(operator)) {
        if (!subject.allows(operator)) {
          throw mistake;
        }
        return operator;
      }
    }
    throw mistake;
  }

  private boolean take(Operator operator) {
    boolean endsWithLetter =
        Character.isLetter(operator.symbol().charAt(operator.symbol().length() - 1));
    return scanner.takeWord(operator.word())
        || (endsWithLetter ? scanner.takeWord(operator.symbol()) : scanner.take(operator.symbol()));
  }
}
