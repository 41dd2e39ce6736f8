package io.berth.scheduler.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.store.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every expression, and of every other text. */
class QueryPropertyTest {
  private static final List<String> SCRAPS =
      List.of(
          "attribute:",
          "attribute:a",
          "agentVersion",
          "runningTasksCount",
          "registeredAt",
          "task:group",
          "agentConnected",
          "ec2InstanceId",
          "not",
          "!",
          "and",
          "&&",
          "or",
          "||",
          "(",
          ")",
          "[",
          "]",
          ",",
          "==",
          "!=",
          ">",
          ">=",
          "<",
          "<=",
          "=~",
          "!~",
          "in",
          "!in",
          "exists",
          "!exists",
          "not_in",
          "1.2.3",
          "7",
          "2018-06-18",
          "'a'",
          "\"b\"",
          "'",
          "\"",
          ".*",
          "(x+)+y",
          "{9}",
          "{99}",
          "\\pL",
          "(?i)",
          "[^a]",
          "|",
          "\\",
          "\u0000",
          "é",
          "\ud83d",
          " ",
          " ",
          " ");

  static LongStream seeds() {
    return Seeds.first(1_000);
  }

  /** Goal: the text means what its tree means. Method: ask both of random hosts. */
  @ParameterizedTest
  @MethodSource("seeds")
  void expressionMeansWhatItsTreeMeans(long seed) {
    RandomGenerator random = Seeds.random(seed);
    RandomQuery.Written written = new RandomQuery(random).expression(random.nextInt(5));
    Query query = QueryTest.query(written.text());
    for (int number = 0; number < 20; number++) {
      SampleHost host = SampleHost.any(random);
      assertEquals(
          written.meaning().test(host), query.matches(host), () -> written.text() + " of " + host);
    }
  }

  /** Goal: hosts that are equal in what a query reads get one answer, so that it can be kept. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsNotReadDoesNotMatter(long seed) {
    RandomGenerator random = Seeds.random(seed);
    Query query = QueryTest.query(new RandomQuery(random).expression(2).text());
    SampleHost host = SampleHost.any(random);
    SampleHost other = other(query.reads(), host, SampleHost.any(random));

    assertEquals(query.matches(host), query.matches(other), query::text);
  }

  /** The first host in all that is read, the second one in everything else. */
  private static SampleHost other(Reads reads, SampleHost host, SampleHost second) {
    var traits = reads.traits();
    return new SampleHost(
        (traits.contains(Reads.Trait.AGENT_CONNECTED) ? host : second).isAgentConnected(),
        (traits.contains(Reads.Trait.AGENT_VERSION) ? host : second).agentVersion(),
        (traits.contains(Reads.Trait.INSTANCE_ID) ? host : second).instanceId(),
        (traits.contains(Reads.Trait.REGISTERED_AT) ? host : second).registeredAt(),
        (reads.attributes().isEmpty() ? second : host).attributes(),
        (traits.contains(Reads.Trait.RUNNING_TASKS) ? host : second).runningTasks(),
        (traits.contains(Reads.Trait.TASK_GROUPS) ? host : second).taskGroups());
  }

  /** Goal: every text is read or refused with a column in it. Method: scraps of expressions. */
  @ParameterizedTest
  @Timeout(60)
  @MethodSource("seeds")
  void anyTextIsReadOrRefused(long seed) {
    RandomGenerator random = Seeds.random(seed);
    StringBuilder text = new StringBuilder();
    for (int count = random.nextInt(40); count > 0; count--) {
      text.append(RandomQuery.any(SCRAPS, random));
    }
    judge(text.toString());
  }

  /** Goal: what a typing mistake makes of an expression is refused or means something. */
  @ParameterizedTest
  @Timeout(60)
  @MethodSource("seeds")
  void damagedExpressionIsReadOrRefused(long seed) {
    RandomGenerator random = Seeds.random(seed);
    StringBuilder text = new StringBuilder(new RandomQuery(random).expression(3).text());
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      int place = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(place);
        case 1 -> text.insert(place, RandomQuery.any(SCRAPS, random));
        default -> text.setCharAt(place, (char) random.nextInt(0x180));
      }
      if (text.isEmpty()) {
        text.append('x');
      }
    }
    judge(text.toString());
  }

  private static void judge(String text) {
    switch (Query.read(text)) {
      case Reading.Understood(var query) -> {
        assertEquals(text, query.text());
        query.matches(SampleHost.ONE);
        assertFalse(query.reads().attributes().isEmpty() && query.reads().traits().isEmpty());
      }
      case Reading.Malformed(var column, var sentence) -> {
        assertTrue(column >= 1 && column <= text.length() + 1, () -> column + " of " + text);
        assertFalse(sentence.isEmpty());
      }
    }
  }
}
