package io.berth.scheduler.query;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes random expressions, each beside what it means: the text follows the grammar with free
 * blanks, words and symbols, quotes and parentheses; the meaning is worked out without it.
 */
final class RandomQuery {
  static final List<String> TEXTS =
      List.of("a", "b", "ab", "true", "false", "a.b", "g2.large", "and", "two words");
  static final List<String> VERSIONS = List.of("1", "1.2", "1.2.0", "1.10", "0.9", "x", "2-rc");
  static final List<Instant> TIMES =
      List.of(
          Instant.parse("2018-06-18T00:00:00Z"),
          Instant.parse("2018-06-18T22:28:28.123Z"),
          Instant.parse("2026-01-01T00:00:00Z"));

  private static final Map<String, Instant> WRITTEN_TIMES =
      Map.of(
          "2018-06-18", Instant.parse("2018-06-18T00:00:00Z"),
          "2018-06-18T22:28:28Z", Instant.parse("2018-06-18T22:28:28Z"),
          "2018-06-18T22:28:28", Instant.parse("2018-06-18T22:28:28Z"),
          "2026-01-01T01:00:00+01:00", Instant.parse("2026-01-01T00:00:00Z"));

  private static final List<Order> ORDERS =
      List.of(
          new Order("==", "equals", sign -> sign == 0),
          new Order(">", "greater_than", sign -> sign > 0),
          new Order(">=", "greater_than_equal", sign -> sign >= 0),
          new Order("<", "less_than", sign -> sign < 0),
          new Order("<=", "less_than_equal", sign -> sign <= 0));

  private final RandomGenerator random;

  RandomQuery(RandomGenerator random) {
    this.random = random;
  }

  /** An operator of order, and which comparisons it accepts. */
  private record Order(String symbol, String word, IntPredicate accepts) {}

  /** How tightly a text binds: what is looser than its place needs parentheses. */
  private enum Binding {
    OR,
    AND,
    NOT
  }

  /** A text and what it means. */
  record Written(String text, Binding binding, Predicate<SampleHost> meaning) {}

  static <T> T any(List<T> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> T any(List<T> values) {
    return any(values, random);
  }

  Written expression(int depth) {
    return switch (depth == 0 ? 3 : random.nextInt(4)) {
      case 0 -> join(depth, Binding.OR, "or", "||");
      case 1 -> join(depth, Binding.AND, "and", "&&");
      case 2 -> denial(depth);
      default -> condition();
    };
  }

  private Written denial(int depth) {
    Written denied = expression(depth - 1);
    String inner = at(Binding.NOT, denied);
    String not =
        random.nextBoolean()
            ? "!" + blanks()
            : "not" + (inner.startsWith("(") ? blanks() : blank());
    return new Written(not + inner, Binding.NOT, denied.meaning().negate());
  }

  private Written join(int depth, Binding binding, String word, String symbol) {
    Written one = expression(depth - 1);
    Written other = expression(depth - 1);
    String between = random.nextBoolean() ? blank() + word + blank() : blanks() + symbol + blanks();
    return new Written(
        at(binding, one) + between + at(binding, other),
        binding,
        binding == Binding.OR
            ? one.meaning().or(other.meaning())
            : one.meaning().and(other.meaning()));
  }

  private String at(Binding place, Written written) {
    boolean needed = written.binding().compareTo(place) < 0;
    return needed || random.nextInt(8) == 0
        ? "(" + blanks() + written.text() + blanks() + ")"
        : written.text();
  }

  private Written condition() {
    return switch (random.nextInt(7)) {
      case 0 -> ofCount();
      case 1 -> ofVersion();
      case 2 -> ofTime();
      case 3 -> ofText("agentConnected", host -> Stream.of("" + host.isAgentConnected()));
      case 4 -> ofText("ec2InstanceId", host -> Stream.of(host.instanceId()));
      case 5 -> ofText("task:group", host -> host.taskGroups().stream());
      default -> ofAttribute(any(List.of("zone", "a.b/c\\d-e_f", "missing")));
    };
  }

  private Written ofCount() {
    String than = any(List.of("0", "1", "02"));
    return ordered(
        "runningTasksCount",
        than,
        host -> Optional.of(Integer.compare(host.runningTasks(), Integer.parseInt(than))));
  }

  private Written ofVersion() {
    String than = any(List.of("1", "1.2", "1.9.9", "01.02", "2"));
    return ordered(
        "agentVersion",
        than,
        host ->
            host.agentVersion().equals("x")
                ? Optional.empty()
                : Optional.of(
                    Arrays.compare(
                        numbers(host.agentVersion().replace("-rc", "")), numbers(than))));
  }

  private static int[] numbers(String version) {
    int[] parts = Arrays.stream(version.split("[.]")).mapToInt(Integer::parseInt).toArray();
    return Arrays.copyOf(parts, 5);
  }

  private Written ofTime() {
    String than = any(WRITTEN_TIMES.keySet().stream().sorted().toList());
    return ordered(
        "registeredAt",
        than,
        host ->
            Optional.of(
                Long.compare(
                    host.registeredAt().getEpochSecond(),
                    WRITTEN_TIMES.getOrDefault(than, Instant.EPOCH).getEpochSecond())));
  }

  private Written ofAttribute(String name) {
    String subject = "attribute:" + name;
    return switch (random.nextInt(4)) {
      case 0 -> {
        boolean isAffirmed = random.nextBoolean();
        String operator = isAffirmed ? "exists" : any(List.of("!exists", "not_exists"));
        yield new Written(
            subject + blank() + operator,
            Binding.NOT,
            host -> host.attribute(name).isPresent() == isAffirmed);
      }
      case 1 -> {
        String than = any(TEXTS);
        yield ordered(
            subject, written(than), host -> host.attribute(name).map(it -> it.compareTo(than)));
      }
      default -> ofText(subject, host -> host.attribute(name).stream());
    };
  }

  /** What cannot be compared is not equal, and in no other order either. */
  private Written ordered(
      String subject, String than, Function<SampleHost, Optional<Integer>> comparison) {
    if (random.nextInt(6) == 0) {
      return new Written(
          subject + operator("!=", "not_equals") + than,
          Binding.NOT,
          host -> comparison.apply(host).filter(sign -> sign == 0).isEmpty());
    }
    Order order = any(ORDERS);
    return new Written(
        subject + operator(order.symbol(), order.word()) + than,
        Binding.NOT,
        host -> comparison.apply(host).filter(order.accepts()::test).isPresent());
  }

  private Written ofText(String subject, Function<SampleHost, Stream<String>> values) {
    boolean isAffirmed = random.nextBoolean();
    String one = any(TEXTS);
    String other = any(TEXTS);
    return switch (random.nextInt(3)) {
      case 0 ->
          some(
              subject
                  + (isAffirmed ? operator("==", "equals") : operator("!=", "not_equals"))
                  + written(one),
              isAffirmed,
              values,
              one::equals);
      case 1 ->
          some(
              subject
                  + blank()
                  + (isAffirmed ? "in" : any(List.of("!in", "not_in")))
                  + blanks()
                  + Stream.of(one, other)
                      .map(this::written)
                      .map(value -> blanks() + value + blanks())
                      .collect(Collectors.joining(",", "[", "]")),
              isAffirmed,
              values,
              value -> value.equals(one) || value.equals(other));
      default -> like(subject, isAffirmed, values);
    };
  }

  private Written like(
      String subject, boolean isAffirmed, Function<SampleHost, Stream<String>> values) {
    String one = any(TEXTS);
    String other = any(TEXTS);
    String operator = isAffirmed ? operator("=~", "matches") : operator("!~", "not_matches");
    String begin = subject + operator;
    return switch (random.nextInt(3)) {
      case 0 ->
          some(begin + written(plain(one) + ".*"), isAffirmed, values, it -> it.startsWith(one));
      case 1 ->
          some(begin + written(".*" + plain(one)), isAffirmed, values, it -> it.endsWith(one));
      default ->
          some(
              begin + written("(" + plain(one) + "|" + plain(other) + ")"),
              isAffirmed,
              values,
              it -> it.equals(one) || it.equals(other));
    };
  }

  private static Written some(
      String text,
      boolean isAffirmed,
      Function<SampleHost, Stream<String>> values,
      Predicate<String> test) {
    return new Written(text, Binding.NOT, host -> values.apply(host).anyMatch(test) == isAffirmed);
  }

  private static String plain(String text) {
    return text.replace(".", "[.]");
  }

  /** A value, in quotes where it must be and sometimes where it need not. */
  private String written(String value) {
    return switch (random.nextInt(value.contains(" ") ? 2 : 4)) {
      case 0 -> "'" + value + "'";
      case 1 -> "\"" + value + "\"";
      default -> value;
    };
  }

  private String operator(String symbol, String word) {
    return random.nextBoolean() ? blanks() + symbol + blanks() : blank() + word + blank();
  }

  private String blank() {
    return any(List.of(" ", "  ", "\t", "\n"));
  }

  private String blanks() {
    return any(List.of("", "", " ", " \n"));
  }
}
