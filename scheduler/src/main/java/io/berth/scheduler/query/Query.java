package io.berth.scheduler.query;

import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;

/**
 * An expression of the cluster query language, ready to be asked of hosts. Each condition is about
 * one subject; not, and, or and parentheses join them. It never changes, and any thread may ask it;
 * what it costs to ask is bounded by the length of the text and the steps of its patterns.
 */
public final class Query {
  /** As ECS bounds it. */
  public static final int LONGEST = 2_000;

  /** Of a text that says nothing: no host is meant. */
  private static final Expression NO_HOST = new Expression.AnyOf(List.of());

  private final String text;
  private final Expression expression;

  private Query(String text, Expression expression) {
    this.text = text;
    this.expression = expression;
  }

  /** Reads what a user wrote. */
  public static Reading read(String text) {
    if (text.length() > LONGEST) {
      return new Reading.Malformed(
          LONGEST + 1,
          "an expression has at most " + LONGEST + " characters, not " + text.length());
    }
    try {
      return new Reading.Understood(new Query(text, Parser.parse(text)));
    } catch (Mistake e) {
      return new Reading.Malformed(e.column(), e.sentence());
    }
  }

  /**
   * What was read and understood before it was stored. Should it not be understood any more, it
   * means no host: a rule that cannot be kept must not count as kept, nor stop everything else.
   */
  public static Query of(String stored) {
    return switch (read(stored)) {
      case Reading.Understood(var query) -> query;
      case Reading.Malformed(_, _) -> new Query(stored, NO_HOST);
    };
  }

  public boolean matches(QueriedHost host) {
    return expression.holds(host);
  }

  /** What it asks of a host at most. */
  public Reads reads() {
    Reads.Collector collector = new Reads.Collector();
    expression.collect(collector);
    return collector.reads();
  }

  /**
   * Values that conditions ask attributes to have, as far as they can be named: whoever wants a
   * host to be meant may try them. The empty text stands for any.
   */
  public NavigableMap<String, NavigableSet<String>> examples() {
    Reads.Collector collector = new Reads.Collector();
    expression.collect(collector);
    return collector.examples();
  }

  /** As the user wrote it. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
