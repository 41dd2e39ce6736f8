package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Strategy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text is read as RunTask reads it: what that refuses is refused alike, and nothing is done. */
class RunTaskDocumentsTest {
  private final ApiWorld world = new ApiWorld();

  @BeforeEach
  void aHostAndADefinition() {
    world.join(1, new Resources(4_096, 4_000, 10, 0));
    world.json(
        "RegisterTaskDefinition",
        """
        {"family": "web", "containerDefinitions": [{"name": "a", "image": "i", "memory": 6}]}
        """);
  }

  @Test
  void whatIsAskedForIsWhatRunTaskWouldDo() {
    var before = world.rows();

    RunTask read =
        world.read(
            """
            {"cluster": "default", "taskDefinition": "web", "count": 3, "group": "blue",
             "startedBy": "me", "tags": [{"key": "a", "value": "b"}],
             "overrides": {"containerOverrides": [{"name": "a", "memory": 9}]},
             "placementConstraints": [{"type": "distinctInstance"}],
             "placementStrategy": [{"type": "binpack", "field": "memory"}]}
            """);

    assertEquals(
        new RunTask.Where.Placed(
            3,
            List.of(new Strategy.Binpack(Strategy.Resource.MEMORY)),
            List.of(new Constraint.DistinctHosts())),
        read.where());
    assertEquals(9, read.plan().asked().asked().memoryMib());
    assertEquals("blue", read.group());
    assertEquals("me", read.startedBy());
    assertEquals(Map.of("a", "b"), read.tags());
    assertEquals(before, world.rows());
  }

  @ParameterizedTest
  @MethodSource({
    "io.berth.scheduler.api.BadInputTest#runs",
    "io.berth.scheduler.api.BadInputTest#overrides"
  })
  void mistakeIsRefusedAsRunTaskRefusesIt(BadInputTest.Row row) {
    assertRefusedAlike(row.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "[]", "null", "{", "{} {}", "\"web\"", "{\"taskDefinition\": 1}"})
  void textThatIsNoRequestIsRefusedAsRunTaskRefusesIt(String text) {
    assertRefusedAlike(text);
  }

  private void assertRefusedAlike(String body) {
    ApiError expected = assertThrows(ApiError.class, () -> world.json("RunTask", body));
    ApiError refusal = assertThrows(ApiError.class, () -> world.read(body));

    assertEquals(expected.code(), refusal.code());
    assertEquals(expected.sentence(), refusal.sentence());
    assertTrue(refusal.sentence().length() < 1_000, refusal::sentence);
  }
}
