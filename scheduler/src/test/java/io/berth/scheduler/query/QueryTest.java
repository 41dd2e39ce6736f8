package io.berth.scheduler.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.query.Reads.Trait;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What expressions mean, as a table: each one of one host. */
class QueryTest {

  static Query query(String text) {
    return switch (Query.read(text)) {
      case Reading.Understood(var query) -> query;
      case Reading.Malformed(var column, var sentence) ->
          throw new AssertionError(text + " at " + column + ": " + sentence);
    };
  }

  static Stream<String> trueForms() {
    return Stream.of(
        // As the documents of ECS write them.
        "attribute:ecs.instance-type == g2.large",
        "attribute:ecs.availability-zone in [us-east-1a, us-east-1b]",
        "attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d",
        "task:group == service:production",
        "not(task:group == database)",
        "runningTasksCount == 2",
        "agentVersion > 1.9.5",
        "ec2InstanceId in ['i-abcd1234','i-wxyx7890']",
        "attribute:gpu exists",
        "registeredAt < 2018-06-19T00:00:00+00:00",
        // Blanks are free, words stand for symbols.
        "attribute:rack==7&&agentConnected==true",
        "  attribute:rack\t==\n7  ",
        "attribute:rack equals 7 and not attribute:rack not_equals 7",
        "attribute:rack in[7]",
        "attribute:rack not_in [8,9]",
        "attribute:rack !in ['8' , \"9\"]",
        "attribute:rack matches [0-9]",
        "attribute:rack not_matches [a-z]",
        "runningTasksCount greater_than 1 or runningTasksCount less_than 1",
        "runningTasksCount greater_than_equal 2 and runningTasksCount less_than_equal 2",
        "!(attribute:rack == 8)",
        "! attribute:rack == 8",
        "not not attribute:rack == 7",
        "!!attribute:rack == 7",
        // And binds tighter than or, not tighter than and.
        "attribute:rack == 7 or attribute:rack == 8 and attribute:rack == 9",
        "(attribute:rack == 8 or attribute:rack == 7) and attribute:rack == 7",
        "not attribute:rack == 8 and attribute:rack == 7",
        "not (attribute:rack == 7 and attribute:rack == 8)");
  }

  static Stream<String> trueConditions() {
    return Stream.of(
        // Attributes: there, without a value, not there.
        "attribute:gpu == ''",
        "attribute:gpu exists and attribute:none !exists",
        "attribute:none not_exists",
        "attribute:none != x",
        "attribute:none !in [x]",
        "attribute:none !~ x",
        "attribute:rack >= 65",
        "attribute:rack < 8",
        // Quotes hold what bare words cannot.
        "attribute:note == 'two words'",
        "attribute:note == \"two words\"",
        "attribute:note =~ 'two (words|letters)'",
        "attribute:note != \"it's\"",
        // Patterns match whole values, bare ones with their brackets.
        "attribute:ecs.instance-type =~ (g2|t2)[.](large|small)",
        "(attribute:ecs.instance-type =~ g2.*)",
        "(attribute:ecs.instance-type =~ (g|t)2.*)",
        "attribute:ecs.instance-type !~ g2",
        "attribute:ecs.instance-type =~ g{1,2}2.*",
        "attribute:ecs.instance-type =~ (?i)G2.LARGE",
        "attribute:ecs.instance-type =~ g2.large|x",
        // Any of the groups; a denial denies all of them.
        "task:group == family:web",
        "task:group =~ service:.*",
        "task:group in [family:web, family:db]",
        "task:group != family:db",
        "not task:group != family:web",
        "task:group !~ database.*",
        // Versions by number.
        "agentVersion == 1.14.5",
        "agentVersion == 1.14.05.0",
        "agentVersion < 1.100",
        "agentVersion > 1.14",
        "agentVersion <= 99999999999999999999999999",
        // Times in UTC unless they say otherwise, to the second.
        "registeredAt == 2018-06-18T22:28:28Z",
        "registeredAt == 2018-06-18T22:28:28",
        "registeredAt == 2018-06-19T00:28:28+02:00",
        "registeredAt >= '2018-06-18T22:28'",
        "registeredAt > 2018-06-18",
        "registeredAt != 2018-06-18",
        "ec2InstanceId =~ i-.*",
        "agentConnected != false");
  }

  static Stream<String> falseOnes() {
    return Stream.of(
        "attribute:rack == 07",
        "attribute:rack in [8, 9]",
        "attribute:Rack exists",
        "attribute:gpu !exists",
        "attribute:none == ''",
        "attribute:none in ['', x]",
        "attribute:none =~ .*",
        "attribute:none < x",
        "attribute:none >= ''",
        "attribute:ecs.instance-type =~ g2",
        "attribute:ecs.instance-type =~ 2.*",
        "attribute:ecs.instance-type == G2.large",
        "attribute:rack == 8 or attribute:rack == 7 and attribute:rack == 9",
        "(attribute:rack == 7 or attribute:rack == 8) and attribute:rack == 9",
        "not attribute:rack == 7 or attribute:rack == 8",
        "not attribute:rack == 8 and attribute:rack == 9",
        "task:group != family:web",
        "task:group !in [family:web, family:db]",
        "task:group == production",
        "agentVersion == 1.14.50",
        "agentVersion > 1.14.5",
        "registeredAt < 2018-06-18",
        "runningTasksCount != 2",
        "agentConnected == True");
  }

  @ParameterizedTest
  @MethodSource({"trueForms", "trueConditions"})
  void hostIsMeantByAnExpressionThatHolds(String text) {
    assertTrue(query(text).matches(SampleHost.ONE));
  }

  @ParameterizedTest
  @MethodSource("falseOnes")
  void hostIsNotMeantByAnExpressionThatDoesNot(String text) {
    assertFalse(query(text).matches(SampleHost.ONE));
  }

  @Test
  void hostWithoutTasksHasNoneOfAnyGroup() {
    SampleHost empty = SampleHost.ONE.withoutTasks();

    assertFalse(query("task:group =~ .*").matches(empty));
    assertTrue(query("task:group != family:web").matches(empty));
    assertTrue(query("runningTasksCount == 0").matches(empty));
  }

  @Test
  void versionIsReadUpToWhatABuildAppends() {
    SampleHost built = SampleHost.ONE.withVersion("0.1.0-SNAPSHOT");
    SampleHost unknown = SampleHost.ONE.withVersion("unknown");

    assertTrue(query("agentVersion == 0.1").matches(built));
    assertFalse(query("agentVersion >= 0").matches(unknown));
    assertTrue(query("agentVersion != 0").matches(unknown));
  }

  @Test
  void queryTellsWhatItReads() {
    Reads reads =
        query(
                "attribute:a == 1 or not (attribute:b exists and attribute:a == 2)"
                    + " or agentVersion > 1 and registeredAt > 2018-01-01")
            .reads();

    assertEquals(
        new Reads(Set.of("a", "b"), Set.of(Trait.AGENT_VERSION, Trait.REGISTERED_AT)), reads);
    assertTrue(reads.areStanding());
    assertFalse(query("attribute:a == 1 or runningTasksCount == 0").reads().areStanding());
    assertFalse(query("task:group == a").reads().areStanding());
    assertEquals(
        Set.of(Trait.AGENT_CONNECTED, Trait.INSTANCE_ID),
        query("agentConnected == true or ec2InstanceId == a").reads().traits());
  }

  @Test
  void storedTextThatIsNoQueryMeansNoHost() {
    Query lost = Query.of("attribute:rack === 7");

    assertFalse(lost.matches(SampleHost.ONE));
    assertEquals("attribute:rack === 7", lost.text());
    assertTrue(Query.of("attribute:rack == 7").matches(SampleHost.ONE));
  }
}
