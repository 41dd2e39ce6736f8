package io.berth.tests.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The last line and the exit code of a run, which build servers and people trust without reading
 * the rest.
 *
 * <p>Maven is replaced by a script that leaves prepared reports behind, so that each case takes a
 * moment.
 */
class RunReportTest {

  private static final String REPORTING_MAVEN =
      """
      for argument in "$@"; do
        if [ "$argument" = test ]; then
          echo round >>rounds
          mkdir -p proto/target/surefire-reports
          cp report.xml proto/target/surefire-reports/TEST-io.berth.base.LimitsTest.xml
          exit "$(cat status)"
        fi
      done
      """;
  private static final String PASSED =
      "<testcase name=\"a\" classname=\"LimitsTest\" time=\"1,000.5\"/>\n";
  private static final String FAILED =
      """
      <testcase name="fills &lt;all&gt; &amp; more" classname="LimitsTest" time="0.1">
        <failure message="expected: &lt;1&gt;" type="Wrong"><![CDATA[at <testcase name="no"/>
      ]]></failure>
        <system-out><![CDATA[> <skipped/> <error> ]] >]]></system-out>
      </testcase>
      """;
  private static final String SKIPPED =
      """
      <testcase name="s" classname="LimitsTest" time="0">
        <skipped message="later"/></testcase>
      """;

  @TempDir Path folder;

  /** A run: what the tests answered, what Maven's exit code was, and what must come of it. */
  record Case(
      String name, String tests, int mavenStatus, String lastLine, int exitCode, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case("green", PASSED + PASSED, 0, "2 passed, 0 failed", 0, "proto              2"),
        new Case(
            "red", PASSED + FAILED, 1, "1 passed, 1 failed", 1, "LimitsTest.fills <all> & more"),
        new Case(
            "skipped",
            PASSED + SKIPPED,
            0,
            "1 passed, 0 failed, 1 skipped",
            1,
            "SKIPPED LimitsTest.s"),
        new Case("nothing ran", "", 0, "0 passed, 0 failed", 1, "no test ran"),
        new Case(
            "the build broke", PASSED, 1, "1 passed, 1 failed", 1, "the build itself (tests)"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lastLineAndExitCodeTellTheTruth(Case run) throws Exception {
    var answer = doorWith(run.tests(), run.mavenStatus()).ask("check");

    assertEquals(run.lastLine(), answer.results().lines().toList().getLast(), answer.results());
    assertEquals(run.exitCode(), answer.exitCode(), answer.results());
    assertTrue(answer.results().contains(run.says()), answer.results());
  }

  @Test
  void reportsOfAnEarlierRunAreNotCountedAgain() throws Exception {
    var stale = folder.resolve("scheduler/target/surefire-reports/TEST-Old.xml");
    Files.createDirectories(stale.resolveSibling("."));
    Files.writeString(stale, suite(PASSED));

    var answer = doorWith(PASSED, 0).ask("check");

    assertEquals("1 passed, 0 failed", answer.results().lines().toList().getLast());
  }

  @Test
  void repeatedRunsStopAtTheFirstRedRound() throws Exception {
    var door = doorWith(FAILED, 1);
    FrontDoor.writeProgram(
        folder.resolve("mvnw"),
        "[ \"$(wc -l <rounds)\" -lt 2 ] || printf 1 >status\n" + REPORTING_MAVEN);
    Files.writeString(folder.resolve("rounds"), "");
    Files.writeString(folder.resolve("status"), "0");
    Files.writeString(folder.resolve("report.xml"), suite(PASSED));

    var answer = door.ask("test", "--repeat", "5");

    assertEquals(1, answer.exitCode(), answer.progress());
    assertEquals(3, Files.readAllLines(folder.resolve("rounds")).size());
    assertTrue(answer.progress().contains("round 3 of 5 is red"), answer.progress());
  }

  private FrontDoor doorWith(String tests, int mavenStatus) throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("report.xml"), suite(tests));
    Files.writeString(folder.resolve("status"), Integer.toString(mavenStatus));
    return FrontDoor.copy(folder, REPORTING_MAVEN);
  }

  private static String suite(String tests) {
    return "<?xml version=\"1.0\"?>\n<testsuite name=\"LimitsTest\" time=\"1,000.6\">\n"
        + "<properties><property name=\"a\" value=\"&lt;testcase\"/></properties>\n"
        + tests
        + "</testsuite>\n";
  }
}
