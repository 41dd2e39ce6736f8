package io.berth.scheduler.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Reads what follows the operator of a condition, and makes the condition of it. */
final class Arguments {
  private static final int MOST_DIGITS = 9;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final Scanner scanner;
  private final Patterns patterns = new Patterns();

  Arguments(Scanner scanner) {
    this.scanner = scanner;
  }

  /** The condition; of an operator that denies, what it denies. */
  Expression read(Subject subject, String attribute, Operator operator) throws Mistake {
    return switch (subject) {
      case AGENT_CONNECTED -> new Expression.OfConnection(test(operator));
      case INSTANCE_ID -> new Expression.OfInstanceId(test(operator));
      case TASK_GROUP -> new Expression.OfTaskGroups(test(operator));
      case ATTRIBUTE -> new Expression.OfAttribute(attribute, test(operator));
      case AGENT_VERSION -> new Expression.OfVersion(relation(operator), version());
      case REGISTERED_AT -> new Expression.OfRegistration(relation(operator), time());
      case RUNNING_TASKS -> new Expression.OfRunningTasks(relation(operator), count());
    };
  }

  private static Relation relation(Operator operator) {
    return operator
        .relation()
        .orElseThrow(() -> new IllegalStateException("not allowed here: " + operator));
  }

  private TextTest test(Operator operator) throws Mistake {
    return switch (operator) {
      case EXISTS, NOT_EXISTS -> new TextTest.Anything();
      case EQUALS, NOT_EQUALS -> new TextTest.OneOf(Set.of(value()));
      case IN, NOT_IN -> new TextTest.OneOf(values());
      case MATCHES, NOT_MATCHES -> pattern();
      case GREATER_THAN, GREATER_THAN_EQUAL, LESS_THAN, LESS_THAN_EQUAL ->
          new TextTest.Sorted(relation(operator), value());
    };
  }

  private Set<String> values() throws Mistake {
    scanner.skipBlanks();
    if (!scanner.take("[")) {
      throw scanner.expected("'[' and a list of values");
    }
    Set<String> values = new HashSet<>();
    do {
      values.add(value());
      scanner.skipBlanks();
    } while (scanner.take(","));
    if (!scanner.take("]")) {
      throw scanner.expected("',' or ']'");
    }
    return values;
  }

  private String value() throws Mistake {
    scanner.skipBlanks();
    if (scanner.take("'")) {
      return scanner.takeQuoted("'");
    }
    if (scanner.take("\"")) {
      return scanner.takeQuoted("\"");
    }
    String bare = scanner.takeBare();
    if (bare.isEmpty()) {
      throw scanner.expected("a value");
    }
    if (scanner.isAt("(") || scanner.isAt("[")) {
      throw scanner.expected("the end of the value (one that has brackets stands in quotes)");
    }
    return bare;
  }

  private TextTest pattern() throws Mistake {
    scanner.skipBlanks();
    int column = scanner.column();
    if (scanner.isAt("'") || scanner.isAt("\"")) {
      return new TextTest.Like(patterns.compile(value(), column + 1));
    }
    String bare = scanner.takeBarePattern();
    if (bare.isEmpty()) {
      throw scanner.expected("a pattern");
    }
    return new TextTest.Like(patterns.compile(bare, column));
  }

  private DottedVersion version() throws Mistake {
    scanner.skipBlanks();
    Mistake mistake = scanner.expected("a version such as 1.14.5");
    return DottedVersion.read(value()).orElseThrow(() -> mistake);
  }

  private int count() throws Mistake {
    scanner.skipBlanks();
    Mistake mistake = scanner.expected("a number of at most " + MOST_DIGITS + " digits");
    String value = value();
    boolean isNumber =
        !value.isEmpty()
            && value.length() <= MOST_DIGITS
            && value.chars().allMatch(one -> one >= '0' && one <= '9');
    if (!isNumber) {
      throw mistake;
    }
    return Integer.parseInt(value);
  }

  /** Without a zone it is UTC, without a time the first second of the day. */
  private Instant time() throws Mistake {
    scanner.skipBlanks();
    Mistake mistake = scanner.expected("a time such as 2018-06-18T22:28:28Z or 2018-06-18");
    String value = value();
    try {
      var parsed =
          TIME.parseBest(value, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      Instant instant =
          switch (parsed) {
            case OffsetDateTime time -> time.toInstant();
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
            case LocalDate date -> date.atStartOfDay().toInstant(ZoneOffset.UTC);
            default -> throw mistake;
          };
      return instant.truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException _) {
      throw mistake;
    }
  }
}
