package io.berth.scheduler.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.ContainerSight.State;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Sighting.Cause;
import io.berth.scheduler.model.Sighting.Phase;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.StopCause.Code;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What moves a task and what does not, one case after the other. */
class TaskLifeTest {
  private static final Instant NOW = Samples.NOON.plusSeconds(5);
  private static final StopCause BY_USER = new StopCause(Code.USER_INITIATED, "enough");

  private final Task task = Samples.task(1);

  @Test
  void laterReportMovesTheTask() {
    Task running = moved(TaskLife.told(task, seen(Phase.RUNNING, 2), NOW));
    assertEquals(Task.Status.RUNNING, running.status());
    assertEquals(task.version() + 1, running.version());
    assertEquals(new Wish.Run(), running.wish());
  }

  @Test
  void sameReportAgainAndAnEarlierOneChangeNothing() {
    Task running = moved(TaskLife.told(task, seen(Phase.RUNNING, 2), NOW));
    assertIgnored(TaskLife.told(running, seen(Phase.RUNNING, 2), NOW));
    assertIgnored(TaskLife.told(running, seen(Phase.STOPPED, 1), NOW));
  }

  @Test
  void reportOfALaterSessionIsLaterWhateverItsSequence() {
    Task running = moved(TaskLife.told(task, seen(Phase.RUNNING, 9), NOW));
    Sighting fresh =
        new Sighting(
            Phase.STOPPING,
            new Sighting.Order(2, 1),
            List.of(),
            Optional.empty(),
            Sighting.Times.NONE);
    assertEquals(fresh, moved(TaskLife.told(running, fresh, NOW)).sighting());
  }

  @Test
  void whatALaterSessionSaysAgainIsNoMove() {
    Task running = moved(TaskLife.told(task, seen(Phase.RUNNING, 9), NOW));
    Sighting known = running.sighting();
    Sighting again =
        new Sighting(
            known.phase(),
            new Sighting.Order(2, 1),
            known.containers(),
            known.end(),
            known.times());
    assertIgnored(TaskLife.told(running, again, NOW));
  }

  @Test
  void phaseNeverGoesBack() {
    Task running = moved(TaskLife.told(task, seen(Phase.RUNNING, 2), NOW));
    assertIgnored(TaskLife.told(running, seen(Phase.PULLING, 3), NOW));
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"UNSEEN", "STOPPED"},
      mode = EnumSource.Mode.EXCLUDE)
  void endedTaskCannotBeAliveAgain(Phase phase) {
    Task ended = moved(TaskLife.told(task, seen(Phase.STOPPED, 2), NOW));
    assertInstanceOf(Move.Refused.class, TaskLife.told(ended, seen(phase, 3, State.RUNNING), NOW));
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"UNSEEN", "STOPPED"},
      mode = EnumSource.Mode.EXCLUDE)
  void hostThatKnowsAnEndedTaskByItsContainersAloneIsNotContradicted(Phase phase) {
    Task ended = moved(TaskLife.told(task, seen(Phase.STOPPED, 2), NOW));
    for (State state : List.of(State.PENDING, State.CREATED, State.STOPPED)) {
      assertIgnored(TaskLife.told(ended, seen(phase, 3, state), NOW));
    }
    assertIgnored(TaskLife.told(ended, seen(phase, 3), NOW));
  }

  @Test
  void taskEndsWhenWeHearOfItHoweverLongItsHostWasAway() {
    Instant before = NOW.minusSeconds(7_200);
    Sighting late = ended(2, before);
    Task ended = moved(TaskLife.told(task, late, NOW));

    assertEquals(Optional.of(NOW), ended.overAt());
    assertEquals(Optional.of(before), ended.sighting().times().executionStoppedAt());
  }

  @Test
  void endThatIsToldAgainKeepsItsTime() {
    Task ended = moved(TaskLife.told(task, seen(Phase.STOPPED, 2), NOW));
    Task again = moved(TaskLife.told(ended, ended(3, NOW), NOW.plusSeconds(9)));

    assertEquals(Optional.of(NOW), again.overAt());
  }

  private static Sighting ended(long sequence, Instant at) {
    Sighting.Times times =
        new Sighting.Times(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(at),
            Optional.of(at));
    return new Sighting(
        Phase.STOPPED, new Sighting.Order(1, sequence), List.of(), Optional.empty(), times);
  }

  @Test
  void hostThatEndsATaskByItselfEndsTheWish() {
    Task ending = moved(TaskLife.told(task, ending(Cause.ESSENTIAL_EXITED, List.of()), NOW));
    assertEquals(
        new Wish.Stop(
            new StopCause(Code.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited"),
            NOW),
        ending.wish());
  }

  @Test
  void taskThatCouldNotStartTellsTheFirstFailure() {
    ContainerSight failed =
        new ContainerSight(
            "web",
            ContainerSight.State.STOPPED,
            ContainerSight.Health.UNCHECKED,
            "",
            "",
            OptionalInt.empty(),
            List.of(),
            Optional.of(new ContainerSight.Failure(ContainerSight.Kind.PULL, "no such image")),
            0);
    Task ending = moved(TaskLife.told(task, ending(Cause.FAILED_TO_START, List.of(failed)), NOW));
    assertEquals(
        Optional.of(
            new StopCause(Code.TASK_FAILED_TO_START, "CannotPullContainerError: no such image")),
        ending.stopCause());
  }

  @Test
  void firstCauseStays() {
    Task stopping = moved(TaskLife.stop(task, BY_USER, NOW));
    assertIgnored(TaskLife.stop(stopping, new StopCause(Code.TERMINATION_NOTICE, "late"), NOW));
    Task ended = moved(TaskLife.told(stopping, ending(Cause.ESSENTIAL_EXITED, List.of()), NOW));
    assertEquals(Optional.of(BY_USER), ended.stopCause());
    Task gone = moved(TaskLife.abandon(ended, new StopCause(Code.TERMINATION_NOTICE, ""), NOW));
    assertEquals(Optional.of(BY_USER), gone.stopCause());
  }

  @Test
  void abandonedTaskIsOverWhateverItsHostTells() {
    Task gone = moved(TaskLife.abandon(task, BY_USER, NOW));
    assertEquals(Task.Status.STOPPED, gone.status());
    assertEquals(Optional.of(NOW), gone.overAt());
    assertIgnored(TaskLife.told(gone, seen(Phase.RUNNING, 2), NOW));
    assertIgnored(TaskLife.abandon(gone, BY_USER, NOW));
  }

  private static Sighting seen(Phase phase, long sequence) {
    return new Sighting(
        phase, new Sighting.Order(1, sequence), List.of(), Optional.empty(), Sighting.Times.NONE);
  }

  /** With one container, which is so. */
  private static Sighting seen(Phase phase, long sequence, State state) {
    ContainerSight container =
        new ContainerSight(
            "web",
            state,
            ContainerSight.Health.UNCHECKED,
            "",
            "",
            OptionalInt.empty(),
            List.of(),
            Optional.empty(),
            0);
    return new Sighting(
        phase,
        new Sighting.Order(1, sequence),
        List.of(container),
        Optional.empty(),
        Sighting.Times.NONE);
  }

  private static Sighting ending(Cause cause, List<ContainerSight> containers) {
    return new Sighting(
        Phase.STOPPING,
        new Sighting.Order(1, 5),
        containers,
        Optional.of(new Sighting.End(cause, "")),
        Sighting.Times.NONE);
  }

  private static Task moved(Move move) {
    return assertInstanceOf(Move.Moved.class, move).task();
  }

  private static void assertIgnored(Move move) {
    assertInstanceOf(Move.Ignored.class, move);
  }
}
