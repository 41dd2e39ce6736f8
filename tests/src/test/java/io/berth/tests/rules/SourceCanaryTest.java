package io.berth.tests.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules over sources find what is wrong on purpose, line by line, and nothing else. */
class SourceCanaryTest {
  private static final Checkout CHECKOUT = Checkout.find();

  @Test
  void untidySourcesAreFoundByTheirLines() {
    Canary canary = Canary.read(CHECKOUT, "sources");
    List<JavaSource> sources = JavaSource.parse(canary.files());
    Stream<SourceRule> rules =
        Stream.of(new CommentRule(), new PackageRule(), new NameRule(LibraryRule.ofBerth()));
    Stream<Finding> found = rules.flatMap(rule -> rule.check(sources));
    Stream<Finding> parameters = new SizeRule().check(sources);
    Stream<Finding> text = new TextRule().check(canary.files());
    canary.expectExactly(Stream.of(found, parameters, text).flatMap(findings -> findings).toList());
  }

  @Test
  void unformattedSourceIsFoundByItsFirstDifference() {
    Canary canary = Canary.read(CHECKOUT, "format");
    canary.expectExactly(new FormatRule().check(canary.files()).toList());
  }

  @Test
  void typeAndMethodAtTheLimitPass() {
    assertEquals(List.of(), check(ofLines(SizeRule.TYPE_LINES, SizeRule.METHOD_LINES)));
  }

  @Test
  void typeAndMethodAboveTheLimitAreFound() {
    List<Finding> found = check(ofLines(SizeRule.TYPE_LINES + 1, SizeRule.METHOD_LINES + 1));
    assertEquals(2, found.size(), () -> Finding.list(found));
    assertTrue(found.getFirst().what().contains("501 lines"), () -> Finding.list(found));
    assertTrue(found.getLast().what().contains("61 lines"), () -> Finding.list(found));
  }

  @Test
  void lastLineWithoutEndIsFound() {
    TextFile open = new TextFile("README.md", "one\ntwo");
    TextFile testInput = new TextFile("tests/src/test/resources/wire/list.json", "{}");
    List<Finding> found = new TextRule().check(List.of(open, testInput)).toList();
    assertEquals(List.of("README.md:2"), found.stream().map(SourceCanaryTest::place).toList());
  }

  private static List<Finding> check(TextFile file) {
    return new SizeRule().check(JavaSource.parse(List.of(file))).toList();
  }

  private static String place(Finding finding) {
    return finding.file() + ":" + finding.line();
  }

  private static TextFile ofLines(int typeLines, int methodLines) {
    int rest = typeLines - methodLines - 2;
    String text =
        "class Long {\nvoid run() {\n"
            + emptyLines(methodLines - 2)
            + "}\n"
            + emptyLines(rest)
            + "}\n";
    return new TextFile("Long.java", text);
  }

  private static String emptyLines(int count) {
    return IntStream.range(0, count).mapToObj(_ -> "\n").collect(Collectors.joining());
  }
}
