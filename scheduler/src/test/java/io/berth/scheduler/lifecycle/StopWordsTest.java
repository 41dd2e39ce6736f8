package io.berth.scheduler.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row per way in which a host ends a task, and what users of ECS read of it. */
class StopWordsTest {

  @ParameterizedTest
  @CsvSource({
    "ESSENTIAL_EXITED, ESSENTIAL_CONTAINER_EXITED, Essential container in task exited",
    "FAILED_TO_START, TASK_FAILED_TO_START, Task failed to start",
    "REFUSED, TASK_FAILED_TO_START, the host's words",
    "LEASE_ENDED, TERMINATION_NOTICE, Its host was cut off",
    "WANTED, USER_INITIATED, Task stopped by user"
  })
  void causeOfTheHostIsACodeAndASentence(Sighting.Cause cause, StopCause.Code code, String words) {
    StopCause said = StopWords.causeBy(ending(Optional.of(cause)));

    assertEquals(code, said.code());
    assertTrue(said.reason().startsWith(words), said::reason);
  }

  @Test
  void taskThatIsOverWithoutAWordNeverStarted() {
    assertEquals(
        StopCause.Code.TASK_FAILED_TO_START, StopWords.causeBy(ending(Optional.empty())).code());
  }

  @Test
  void everyFailureHasANameOfItsKindAndABoundedDetail() {
    List<String> reasons =
        Arrays.stream(ContainerSight.Kind.values())
            .map(kind -> StopWords.reason(new ContainerSight.Failure(kind, "")))
            .toList();

    assertEquals("CannotPullContainerError: no detail is known", reasons.get(1));
    assertTrue(
        reasons.stream().allMatch(one -> one.matches("[A-Z][A-Za-z]+Error: no detail is known")),
        reasons::toString);
    String huge =
        StopWords.reason(
            new ContainerSight.Failure(ContainerSight.Kind.OUT_OF_MEMORY, "x".repeat(10_000)));
    assertEquals(1_024, huge.length());
    assertTrue(huge.startsWith("OutOfMemoryError: x"), huge);
  }

  private static Sighting ending(Optional<Sighting.Cause> cause) {
    ContainerSight container =
        new ContainerSight(
            "web",
            ContainerSight.State.STOPPED,
            ContainerSight.Health.UNCHECKED,
            "",
            "",
            OptionalInt.empty(),
            List.of(),
            Optional.empty(),
            0);
    return new Sighting(
        Sighting.Phase.STOPPED,
        new Sighting.Order(1, 1),
        List.of(container),
        cause.map(one -> new Sighting.End(one, "the host's words")),
        Sighting.Times.NONE);
  }
}
