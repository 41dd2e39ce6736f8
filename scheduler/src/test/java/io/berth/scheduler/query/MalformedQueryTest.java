package io.berth.scheduler.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of texts that are no expressions: where they are wrong, and what belongs there. */
class MalformedQueryTest {

  record Row(String text, int column, String words) {}

  private static Reading.Malformed malformed(String text) {
    return switch (Query.read(text)) {
      case Reading.Understood(_) -> throw new AssertionError("was understood: " + text);
      case Reading.Malformed malformed -> malformed;
    };
  }

  static Stream<Row> rows() {
    return Stream.of(structures(), operators(), values(), patterns()).flatMap(rows -> rows);
  }

  private static Stream<Row> structures() {
    return Stream.of(
        new Row("", 1, "expected a condition"),
        new Row("   ", 4, "but found the end"),
        new Row("rack == 7", 1, "attribute:NAME, or 'not', or '(', but found 'rack'"),
        new Row("attributes:rack == 7", 1, "expected a condition"),
        new Row("attribute: == 7", 11, "expected the name of an attribute"),
        new Row("attribute:" + "a".repeat(129) + " exists", 11, "at most 128 characters"),
        new Row("attribute:a == 1 attribute:b == 2", 18, "expected 'and', 'or' or the end"),
        new Row("attribute:a == 1 AND attribute:b == 2", 18, "but found 'AND'"),
        new Row("attribute:a == 1 and", 21, "but found the end"),
        new Row("attribute:a == 1 or or attribute:b == 2", 21, "but found 'or'"),
        new Row("(attribute:a == 1", 18, "expected 'and', 'or' or ')', but found the end"),
        new Row("attribute:a == 1)", 17, "expected 'and', 'or' or the end, but found ')'"),
        new Row("()", 2, "expected a condition"),
        new Row("not", 4, "expected a condition"),
        new Row("notattribute:a == 1", 1, "expected a condition"),
        new Row("attribute:a\u0000 == 1", 12, "expected one of"),
        new Row("!".repeat(51) + "attribute:a exists", 51, "at most 50 levels"),
        new Row("(".repeat(1_000), 51, "at most 50 levels"),
        new Row("attribute:a == 1" + " ".repeat(1_985), 2_001, "at most 2000 characters"));
  }

  private static Stream<Row> operators() {
    return Stream.of(
        new Row("attribute:a", 12, "expected one of ==, !=, >"),
        new Row("attribute:a = 1", 13, "but found '='"),
        new Row("attribute:a === 1", 15, "expected a value, but found '='"),
        new Row("attribute:a like 1", 13, "but found 'like'"),
        new Row("attribute:a existsnot", 13, "but found 'existsnot'"),
        new Row("attribute:a exists 1", 20, "expected 'and', 'or' or the end"),
        new Row("agentVersion =~ 1.*", 14, "expected one of ==, !=, >, >=, <, <=, but found"),
        new Row("agentVersion in [1]", 14, "expected one of ==, !=, >, >=, <, <=, but found"),
        new Row("agentConnected exists", 16, "expected one of ==, !=, in, !in, =~, !~, but found"),
        new Row("task:group > a", 12, "expected one of ==, !=, in, !in, =~, !~, but found"),
        new Row("ec2InstanceId < a", 15, "but found '<'"),
        new Row("runningTasksCount exists", 19, "but found 'exists'"));
  }

  private static Stream<Row> values() {
    return Stream.of(
        new Row("attribute:a ==", 15, "expected a value, but found the end"),
        new Row("attribute:a == )", 16, "expected a value, but found ')'"),
        new Row("attribute:a == [1]", 16, "expected a value, but found '[1]'"),
        new Row("attribute:a == b(c)", 17, "stands in quotes"),
        new Row("attribute:a == b[c]", 17, "stands in quotes"),
        new Row("attribute:a == 'b", 16, "the quote that begins here has no end"),
        new Row("attribute:a == \"b'", 16, "the quote that begins here has no end"),
        new Row("attribute:a in 1", 16, "expected '[' and a list of values"),
        new Row("attribute:a in []", 17, "expected a value"),
        new Row("attribute:a in [1", 18, "expected ',' or ']'"),
        new Row("attribute:a in [1,]", 19, "expected a value"),
        new Row("attribute:a in [1 2]", 19, "expected ',' or ']'"),
        new Row("agentVersion > latest", 16, "expected a version such as"),
        new Row("agentVersion > 1.", 16, "expected a version such as"),
        new Row("agentVersion > 1..2", 16, "expected a version such as"),
        new Row("agentVersion > v1", 16, "expected a version such as"),
        new Row("agentVersion > ''", 16, "expected a version such as"),
        new Row("runningTasksCount > -1", 21, "expected a number"),
        new Row("runningTasksCount > 1.5", 21, "expected a number"),
        new Row("runningTasksCount > 9999999999", 21, "expected a number of at most 9 digits"),
        new Row("runningTasksCount > ''", 21, "expected a number"),
        new Row("registeredAt > today", 16, "expected a time such as"),
        new Row("registeredAt > 2018-02-30", 16, "expected a time such as"),
        new Row("registeredAt > 2018-06-18T25:00", 16, "expected a time such as"));
  }

  private static Stream<Row> patterns() {
    return Stream.of(
        new Row("attribute:a =~", 15, "expected a pattern"),
        new Row("attribute:a =~ )", 16, "expected a pattern"),
        new Row("attribute:a =~ [b", 16, "this is no pattern: missing closing ]"),
        new Row("attribute:a =~ 'b('", 17, "this is no pattern: missing closing )"),
        new Row("attribute:a =~ (?=b)", 16, "this is no pattern"),
        new Row("attribute:a =~ (b)\\1", 16, "this is no pattern"),
        new Row("attribute:a =~ \\Qb\\E", 16, "a pattern has no \\Q"),
        new Row("attribute:a =~ (?i)[\\x{80}-\\x{10fffe}]", 16, "ASCII characters alone"),
        new Row("attribute:a =~ (?i)[\u0080-\uffff]", 16, "ASCII characters alone"),
        new Row("attribute:a =~ " + "b".repeat(257), 16, "at most 256 characters"),
        new Row("attribute:a =~ b{1000}", 16, "too large together"),
        new Row("attribute:a =~ b{9999999999999999999999}", 16, "invalid repeat count"),
        new Row("attribute:a =~ ((b{100}){100}){100}", 16, "too large together"),
        new Row("attribute:a =~ (((((b{9}){9}){9}){9}){9}){9}", 16, "too large together"),
        new Row("attribute:a =~ (b{99})(?i){99}", 16, "too large together"),
        new Row("attribute:a =~ b{250} and attribute:a =~ b{250}", 42, "too large together"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void mistakeIsToldWithItsColumn(Row row) {
    Reading.Malformed malformed = malformed(row.text);

    assertTrue(malformed.sentence().contains(row.words), malformed.sentence());
    assertEquals(row.column, malformed.column(), malformed.sentence());
  }

  /**
   * Goal: nothing that users may register keeps a host's judgement waiting. Method: patterns on
   * which engines that try again never come to an end, and values made for them.
   */
  @ParameterizedTest
  @Timeout(60)
  @ValueSource(
      strings = {
        "(x+x+)+y",
        "(x*)*y",
        "(x|x)*y",
        "(x|xx)+y",
        "(.*)*(.*)*(.*)*y",
        "(x?){30}x{30}y",
        "((x+)+)+y",
        "([x-z]+)*(x+)*y",
        "(?i)[^a-z]{99}[\\000-\\777]{99}y",
        "(?i)(\\PL|\\pL|[^\\PL]|\\W|[[:^alpha:]])+y"
      })
  void patternsThatHangOtherEnginesDoNot(String pattern) {
    Query query = QueryTest.query("ec2InstanceId =~ '" + pattern + "'");
    SampleHost host =
        new SampleHost(
            true,
            "1",
            "x".repeat(5_000),
            SampleHost.ONE.registeredAt(),
            SampleHost.ONE.attributes(),
            0,
            SampleHost.ONE.taskGroups());

    assertEquals(false, query.matches(host));
  }

  @Test
  void whatWasFoundIsShownInPart() {
    assertTrue(malformed("x".repeat(1_000)).sentence().endsWith("'" + "x".repeat(20) + "'"));
  }
}
