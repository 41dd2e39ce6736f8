package io.berth.agent.link;

import static io.berth.agent.link.LinkWorld.change;
import static io.berth.agent.link.LinkWorld.chunk;
import static io.berth.agent.link.LinkWorld.difference;
import static io.berth.agent.link.LinkWorld.end;
import static io.berth.agent.link.LinkWorld.version;
import static io.berth.agent.world.Tasks.container;
import static io.berth.agent.world.Tasks.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.model.StateVersion;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.world.Tasks;
import io.berth.peer.Ending;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.DesiredRefusalCode;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.TaskIntent;
import io.berth.proto.agent.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session takes of the desired state, however it comes, and what it answers. */
class SessionDesiredTest {
  @TempDir Path directory;
  private LinkWorld world;

  @BeforeEach
  void makeWorld() {
    world = new LinkWorld(directory);
    world.agent.settle();
  }

  private Ending ending() {
    return world.session.ending().orElseThrow(() -> new AssertionError("The session goes on"));
  }

  private static void assertRefused(DesiredRefusalCode code, DesiredAck ack) {
    assertEquals(code, ack.getRefusal().getCode(), ack::toString);
  }

  @Test
  void fullSyncIsAcknowledgedOnceItIsOnDisk() {
    world.open();
    world.sync(
        7, change(task(1, container("web")).build()), change(task(2, container("web")).build()));
    assertEquals(List.of(DesiredWire.promised(new StateVersion(1, 7))), world.acks());
    world.agent.kill();
    world.agent.start();
    assertEquals(Optional.of(new StateVersion(1, 7)), world.agent.runners().version());
    assertEquals(2, world.agent.runners().statuses().size());
  }

  @Test
  void differenceIsTakenOnItsBaseOnly() {
    world.open();
    world.sync(1, change());
    world.say(difference(1, 2, change(task(1, container("web")).build())));
    world.say(difference(1, 3, change(task(2, container("web")).build())));
    assertEquals(DesiredWire.promised(new StateVersion(1, 2)), world.acks().get(1));
    assertRefused(DesiredRefusalCode.DESIRED_REFUSAL_CODE_BASE_UNKNOWN, world.acks().get(2));
    assertEquals(1, world.agent.runners().statuses().size());
  }

  @Test
  void doubledDifferenceChangesNothing() {
    world.open();
    world.sync(1, change());
    var once = difference(1, 2, change(task(1, container("web")).build()));
    world.say(once);
    world.pass(Duration.ofSeconds(1));
    world.say(once);
    world.pass(Duration.ofSeconds(1));
    assertEquals(1, world.agent.host.allContainers().size());
    assertEquals(Optional.of(new StateVersion(1, 2)), world.agent.runners().version());
    DesiredAck twice = DesiredWire.promised(new StateVersion(1, 2));
    assertEquals(List.of(twice, twice), world.acks().subList(1, 3));
  }

  @Test
  void differenceThatComesAgainBehindLaterOnesIsOldAndChangesNothing() {
    world.open();
    world.sync(1, change());
    var first = difference(1, 2, change(task(1, container("web")).build()));
    world.say(first);
    world.say(difference(2, 3, change(task(2, container("web")).build())));
    world.say(first);
    assertRefused(DesiredRefusalCode.DESIRED_REFUSAL_CODE_VERSION_OLD, world.acks().getLast());
    assertEquals(version(2), world.acks().getLast().getVersion());
    assertEquals(Optional.of(new StateVersion(1, 3)), world.agent.runners().version());
    assertEquals(2, world.agent.runners().statuses().size());
  }

  @Test
  void differencesInTheWrongOrderAreMendedByAFullSync() {
    world.open();
    world.sync(1, change());
    world.say(difference(2, 3, change(task(2, container("web")).build())));
    assertRefused(DesiredRefusalCode.DESIRED_REFUSAL_CODE_BASE_UNKNOWN, world.acks().getLast());
    world.say(difference(1, 2, change(task(1, container("web")).build())));
    assertEquals(DesiredWire.promised(new StateVersion(1, 2)), world.acks().getLast());
    world.sync(
        3, change(task(1, container("web")).build()), change(task(2, container("web")).build()));
    assertEquals(DesiredWire.promised(new StateVersion(1, 3)), world.acks().getLast());
    assertEquals(2, world.agent.runners().statuses().size());
  }

  @Test
  void eachMessageOfAFullSyncMayComeTwice() {
    DesiredChange one = change(task(1, container("web")).build());
    DesiredChange two = change(task(2, container("web")).build());
    world.open();
    world.say(LinkWorld.begin(1));
    world.say(LinkWorld.begin(1));
    world.say(chunk(0, one));
    world.say(chunk(0, one));
    world.say(chunk(1, two));
    world.say(chunk(0, one));
    world.say(chunk(1, two));
    world.say(end(1, 2));
    world.say(end(1, 2));
    DesiredAck promised = DesiredWire.promised(new StateVersion(1, 1));
    assertEquals(List.of(promised, promised), world.acks());
    assertEquals(2, world.agent.runners().statuses().size());
  }

  @Test
  void wholeFullSyncMayComeTwice() {
    world.open();
    world.sync(1, change(task(1, container("web")).build()));
    world.passAlive(Duration.ofSeconds(2));
    world.sync(1, change(task(1, container("web")).build()));
    world.passAlive(Duration.ofSeconds(2));
    DesiredAck promised = DesiredWire.promised(new StateVersion(1, 1));
    assertEquals(List.of(promised, promised), world.acks());
    assertEquals(1, world.agent.host.allContainers().size());
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
  }

  @Test
  void lostChunkIsMissedAtTheEnd() {
    world.open();
    world.say(LinkWorld.begin(1));
    world.say(chunk(0, change(task(1, container("web")).build())));
    world.say(end(1, 2));
    assertRefused(DesiredRefusalCode.DESIRED_REFUSAL_CODE_CHUNKS_MISSING, world.acks().getFirst());
    world.sync(1, change(task(1, container("web")).build()));
    assertEquals(DesiredWire.promised(new StateVersion(1, 1)), world.acks().getLast());
  }

  @Test
  void oldVersionsAreRefused() {
    world.open();
    world.sync(5, change());
    world.say(difference(5, 4, change()));
    world.sync(3, change());
    assertRefused(DesiredRefusalCode.DESIRED_REFUSAL_CODE_VERSION_OLD, world.acks().get(1));
    assertRefused(DesiredRefusalCode.DESIRED_REFUSAL_CODE_VERSION_OLD, world.acks().get(2));
  }

  @Test
  void versionOfAnotherEpochIsRefused() {
    world.open();
    world.sync(1, change());
    var message = difference(1, 2, change()).toBuilder();
    message.getDifferenceBuilder().getVersionBuilder().setEpoch(2);
    world.say(message.build());
    assertRefused(DesiredRefusalCode.DESIRED_REFUSAL_CODE_MALFORMED, world.acks().get(1));
  }

  @Test
  void tornSyncsAreRefusedOnceAndChangeNothing() {
    DesiredChange one = change(task(1, container("web")).build());
    world.open();
    world.say(LinkWorld.begin(1));
    world.say(chunk(1, one));
    world.say(chunk(2, one));
    world.say(end(1, 3));
    assertEquals(1, world.acks().size());
    world.say(LinkWorld.begin(2));
    world.say(chunk(0, one));
    world.say(end(2, 2));
    world.say(end(3, 0));
    world.say(LinkWorld.begin(4));
    world.say(end(5, 0));
    assertEquals(4, world.acks().size());
    world
        .acks()
        .forEach(ack -> assertRefused(DesiredRefusalCode.DESIRED_REFUSAL_CODE_CHUNKS_MISSING, ack));
    assertEquals(List.of(), world.agent.runners().statuses());
  }

  @Test
  void anotherBeginDropsWhatCameSoFar() {
    world.open();
    world.say(LinkWorld.begin(1));
    world.say(chunk(0, change(task(1, container("web")).build())));
    world.sync(2, change(task(2, container("web")).build()));
    assertEquals(
        List.of(Tasks.id(2)),
        world.agent.runners().statuses().stream().map(status -> status.taskId()).toList());
  }

  @Test
  void taskThatIsNamedTwiceMakesTheVersionMalformed() {
    DesiredChange one = change(task(1, container("web")).build());
    world.open();
    world.sync(1, one, one);
    assertRefused(DesiredRefusalCode.DESIRED_REFUSAL_CODE_MALFORMED, world.acks().getFirst());
    assertEquals(1, world.acks().size());
  }

  @Test
  void unreadablePlanIsThatTasksMisfortuneAlone() {
    DesiredChange both =
        change(task(1, container("web")).build(), task(2, container("web")).build());
    var broken = both.toBuilder();
    broken.getAssignmentsBuilder(0).getPlanBuilder().getContainersBuilder(0).clearPullBehaviour();
    world.open();
    world.sync(1, broken.build());
    world.passAlive(Duration.ofSeconds(3));
    assertEquals(DesiredWire.promised(new StateVersion(1, 1)), world.acks().getFirst());
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(2));
  }

  @Test
  void wishWithoutMeaningMakesTheVersionMalformed() {
    world.open();
    world.sync(1, change(task(1, container("web")).build()));
    var intent = TaskIntent.newBuilder().setTaskId(Tasks.id(1).text());
    world.say(difference(1, 2, DesiredChange.newBuilder().addIntents(intent).build()));
    world.say(difference(1, 2, DesiredChange.newBuilder().addRemovedTaskIds("not an id").build()));
    assertRefused(DesiredRefusalCode.DESIRED_REFUSAL_CODE_MALFORMED, world.acks().get(1));
    assertRefused(DesiredRefusalCode.DESIRED_REFUSAL_CODE_MALFORMED, world.acks().get(2));
    assertEquals(Optional.of(new StateVersion(1, 1)), world.agent.runners().version());
  }

  @Test
  void stopReachesTheTaskAndItsEndIsReported() {
    world.open();
    world.sync(1, change(task(1, container("web")).build()));
    world.passAlive(Duration.ofSeconds(3));
    var stop =
        TaskIntent.newBuilder()
            .setTaskId(Tasks.id(1).text())
            .setDesired(DesiredTaskState.DESIRED_TASK_STATE_STOP);
    world.say(difference(1, 2, DesiredChange.newBuilder().addIntents(stop).build()));
    world.passAlive(Duration.ofSeconds(3));
    TaskStatus last = world.reported().getLast();
    assertEquals(io.berth.proto.agent.TaskPhase.TASK_PHASE_STOPPED, last.getPhase());
  }

  @Test
  void journalThatTakesNothingEndsTheSessionWithoutAnAck() {
    world.open();
    world.agent.disk.setFull(true);
    world.sync(1, change(task(1, container("web")).build()));
    assertInstanceOf(Ending.Failed.class, ending());
    assertEquals(List.of(), world.acks());
    assertEquals(Optional.empty(), world.agent.runners().version());
  }

  @Test
  void manyAcksWhileNobodyReadsBecomeOne() {
    world.open();
    world.sync(1, change());
    world.sent.clear();
    world.ready = false;
    for (int number = 2; number < 100; number++) {
      world.say(difference(number - 1, number, change()));
    }
    world.say(difference(5, 200, change()));
    world.say(difference(6, 200, change()));
    world.ready = true;
    world.turn();
    assertEquals(2, world.acks().size());
    assertEquals(version(99), world.acks().getFirst().getVersion());
    assertTrue(world.acks().getLast().hasRefusal());
  }
}
