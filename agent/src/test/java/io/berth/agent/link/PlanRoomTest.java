package io.berth.agent.link;

import static io.berth.agent.link.LinkWorld.change;
import static io.berth.agent.link.LinkWorld.chunk;
import static io.berth.agent.link.LinkWorld.difference;
import static io.berth.agent.link.LinkWorld.end;
import static io.berth.agent.world.Tasks.container;
import static io.berth.agent.world.Tasks.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus.StopCause;
import io.berth.agent.world.Tasks;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.DesiredRefusalCode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the heap does not carry is refused in clear words, and what it does runs on. Method: an
 * agent whose memory carries plans of 64 KiB, and plans of 18 KB each.
 */
class PlanRoomTest {
  @TempDir Path directory;
  private LinkWorld world;

  @BeforeEach
  void makeWorld() {
    world = new LinkWorld(directory);
    world.room = new PlanRoom(64 << 10);
    world.reconnect();
    world.agent.settle();
    world.open();
  }

  /** A plan that is too large to be there more than twice. */
  private static DesiredChange large(int number) {
    return labelled(number, 18_000);
  }

  private static DesiredChange labelled(int number, int bytes) {
    var large = change(task(number, container("web")).build()).toBuilder();
    large
        .getAssignmentsBuilder(0)
        .getPlanBuilder()
        .getContainersBuilder(0)
        .putLabels("large", "x".repeat(bytes));
    return large.build();
  }

  private void assertRefusedAlone(int number) {
    var status = world.agent.status(number);
    assertEquals(TaskPhase.STOPPED, status.phase());
    assertEquals(StopCause.ASSIGNMENT_REFUSED, status.stop().orElseThrow().cause());
    String sentence = status.stop().orElseThrow().sentence();
    assertTrue(sentence.contains("64 KiB") && sentence.contains("larger heap"), sentence);
  }

  @Test
  void tasksOfAFullSyncThatDoNotFitAreRefusedAndTheOthersRun() {
    world.sync(
        1, large(1), large(2), large(3), large(4), change(task(5, container("web")).build()));
    world.passAlive(Duration.ofSeconds(3));
    assertFalse(world.acks().getFirst().hasRefusal());
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(2));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(5));
    assertRefusedAlone(4);
  }

  @Test
  void taskOfADifferenceThatDoesNotFitIsRefusedAndFitsOnceAnotherIsGone() {
    world.sync(1, large(1), large(2), large(3));
    world.passAlive(Duration.ofSeconds(3));
    world.say(difference(1, 2, large(4)));
    world.passAlive(Duration.ofSeconds(3));
    assertRefusedAlone(4);
    var removal =
        DesiredChange.newBuilder()
            .addRemovedTaskIds(Tasks.id(1).text())
            .addRemovedTaskIds(Tasks.id(4).text())
            .build();
    world.say(difference(2, 3, removal));
    world.agent.settle();
    // Its containers are kept for a while, and so is what is known of it.
    world.passAlive(Duration.ofHours(4));
    world.say(difference(3, 4, large(6)));
    world.passAlive(Duration.ofSeconds(3));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(6));
  }

  @Test
  void whatRunsIsToldAgainWithoutTakingRoom() {
    world.sync(1, large(1), large(2));
    world.passAlive(Duration.ofSeconds(3));
    for (int number = 2; number < 10; number++) {
      world.sync(number, large(1), large(2));
    }
    world.passAlive(Duration.ofSeconds(3));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(2));
    assertTrue(world.acks().stream().noneMatch(DesiredAck::hasRefusal));
  }

  @Test
  void refusedTasksAreRefusedAgainWithoutTakingRoom() {
    for (int number = 1; number < 60; number++) {
      world.sync(number, large(1), large(2), large(3), large(4), large(5), large(6));
    }
    world.passAlive(Duration.ofSeconds(3));
    assertTrue(world.acks().stream().noneMatch(DesiredAck::hasRefusal));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    assertRefusedAlone(6);
  }

  @Test
  void versionWithMoreTasksThanCanEvenBeRefusedIsRefusedAsAWhole() {
    world.say(LinkWorld.begin(1));
    for (int index = 0; index < 200; index++) {
      world.say(chunk(index, labelled(index, 64_000)));
    }
    world.say(end(1, 200));
    assertEquals(1, world.acks().size());
    var refusal = world.acks().getFirst().getRefusal();
    assertEquals(DesiredRefusalCode.DESIRED_REFUSAL_CODE_MALFORMED, refusal.getCode());
    assertTrue(refusal.getSentence().contains("larger heap"), refusal.getSentence());
    assertTrue(world.agent.runners().statuses().isEmpty());
    // The next one that fits is taken.
    world.sync(2, change(task(1, container("web")).build()));
    assertEquals(2, world.acks().size());
    assertFalse(world.acks().getLast().hasRefusal());
  }
}
