package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.berth.proto.agent.AgentHello;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.HeldPort;
import io.berth.proto.agent.HostPort;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.TaskIntent;
import io.berth.proto.agent.TaskPhase;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.StateVersion;
import io.berth.proto.common.TransportProtocol;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Times;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Version;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A host that comes back is told what differs from what it has promised, and mostly that is
 * nothing.
 */
final class ResumeTest {
  private final SessionWorld world = new SessionWorld();
  private final TaskId task = world.newTask(SessionWorld.HOST);
  private StateVersion version = StateVersion.getDefaultInstance();

  @BeforeEach
  void hostHasItsTaskAndTheSchedulerBeginsAnew() {
    var line = world.opened();
    List<SchedulerMessage> received = line.stream().received();
    version = received.getLast().getSyncEnd().getVersion();
    world.deliver(
        line,
        AgentMessage.newBuilder()
            .setDesiredAck(DesiredAck.newBuilder().setVersion(version))
            .build());
    world.restart();
  }

  @Test
  void hostThatHasWhatItShallIsToldNothing() {
    assertEquals(List.of(), heard(hello(), running(task)));
  }

  @Test
  void andNothingIsWrittenDownOfItButItsSession() {
    heard(hello(), running(task));
    world.restart();
    Version before = world.store.snapshot().version();
    heard(hello(), running(task));
    assertEquals(before.number() + 1, world.store.snapshot().version().number());
  }

  @Test
  void taskThatWasStoppedMeanwhileIsToldAlone() {
    world.stop(task);
    DesiredChange change = difference(hello(), running(task));
    assertEquals(
        List.of(
            TaskIntent.newBuilder()
                .setTaskId(task.text())
                .setDesired(DesiredTaskState.DESIRED_TASK_STATE_STOP)
                .build()),
        change.getIntentsList());
    assertEquals(0, change.getAssignmentsCount());
  }

  @Test
  void taskThatIsNewIsToldAlone() {
    TaskId second = world.newTask(SessionWorld.HOST);
    DesiredChange change = difference(hello(), running(task));
    assertEquals(
        List.of(second.text()),
        change.getAssignmentsList().stream().map(Assignment::getTaskId).toList());
  }

  @Test
  void taskThatEndedMeanwhileIsForgotten() {
    DesiredChange change =
        difference(
            hello(),
            running(task).toBuilder()
                .setPhase(TaskPhase.TASK_PHASE_STOPPED)
                .setStoppedAt(Times.of(Samples.NOON))
                .build());
    assertEquals(List.of(task.text()), change.getRemovedTaskIdsList());
  }

  @Test
  void taskThatHasEndedAndIsNotKnownAnyMoreIsForgotten() {
    world.forget(task);
    DesiredChange change =
        difference(
            hello(), running(task).toBuilder().setPhase(TaskPhase.TASK_PHASE_STOPPED).build());
    assertEquals(List.of(task.text()), change.getRemovedTaskIdsList());
  }

  @Test
  void taskThatRunsByAnotherPlanIsToldInFull() {
    DesiredChange change =
        difference(
            hello(),
            running(task).toBuilder().setPlanHash(ByteString.copyFrom(new byte[32])).build());
    assertEquals(1, change.getAssignmentsCount());
  }

  @Test
  void taskThatNobodyClaimsIsToldInFull() {
    DesiredChange change =
        difference(hello(), running(task).toBuilder().setUnclaimed(true).build());
    assertEquals(1, change.getAssignmentsCount());
  }

  @Test
  void heldPortThatIsFreeByNowIsReleased() {
    HeldPort held =
        HeldPort.newBuilder()
            .setPort(
                HostPort.newBuilder()
                    .setPort(20_001)
                    .setProtocol(TransportProtocol.TRANSPORT_PROTOCOL_TCP))
            .setTaskId(new TaskId(9, 9).text())
            .setFreedAt(Times.of(Samples.NOON))
            .build();
    List<SchedulerMessage> heard =
        heard(hello(), InventoryChunk.newBuilder().addTasks(running(task)).addHeldPorts(held));
    assertEquals(
        held.getPort(), heard.getFirst().getDifference().getChange().getReleasedPorts(0).getPort());
  }

  @Test
  void laterChangesBuildOnTheVersionOfTheAgent() {
    var line = connected(hello(), InventoryChunk.newBuilder().addTasks(running(task)));
    line.stream().received();
    world.stop(task);
    world.pass(DesiredState.PACE);
    var difference = line.stream().received().getFirst().getDifference();
    assertEquals(version, difference.getBase());
    assertTrue(difference.getVersion().getNumber() > version.getNumber());
  }

  // ------------------------------------------------------------------------------ full sync

  @Test
  void hostWithoutItsJournalIsToldEverything() {
    assertToldEverything(heard(hello().toBuilder().clearDesiredVersion().build(), running(task)));
  }

  @Test
  void hostThatDoesNotSayWhatItHasPromisedIsToldEverything() {
    assertToldEverything(heard(hello(), running(task).toBuilder().clearPromised().build()));
  }

  @Test
  void hostWithOtherDefaultsIsToldEverything() {
    var facts = Messages.facts().toBuilder();
    facts.getDefaultsBuilder().setStopTimeoutMs(1_000);
    assertToldEverything(heard(hello().toBuilder().setFacts(facts).build(), running(task)));
  }

  @Test
  void hostOfAnOlderEpochIsToldEverything() {
    world.store.update(
        Lane.API,
        tx -> {
          tx.beginEpoch(version.getEpoch() + 7);
          return true;
        });
    assertToldEverything(heard(hello(), running(task)));
  }

  private static void assertToldEverything(List<SchedulerMessage> heard) {
    assertTrue(heard.getFirst().hasSyncBegin());
    assertTrue(heard.getLast().hasSyncEnd());
  }

  // ------------------------------------------------------------------------------ what agents do

  private AgentHello hello() {
    return Messages.anyHello().setDesiredVersion(version).build();
  }

  private TaskStatus running(TaskId id) {
    return Messages.status(id, 1, TaskPhase.TASK_PHASE_RUNNING).toBuilder()
        .setPlanHash(ByteString.copyFrom(world.plan.hash().toArray()))
        .setPromised(DesiredTaskState.DESIRED_TASK_STATE_RUN)
        .build();
  }

  private DesiredChange difference(AgentHello hello, TaskStatus status) {
    List<SchedulerMessage> heard = heard(hello, status);
    assertEquals(1, heard.size());
    assertEquals(
        Optional.of(version),
        heard.stream().map(message -> message.getDifference().getBase()).findFirst());
    return heard.getFirst().getDifference().getChange();
  }

  private List<SchedulerMessage> heard(AgentHello hello, TaskStatus status) {
    return heard(hello, InventoryChunk.newBuilder().addTasks(status));
  }

  private List<SchedulerMessage> heard(AgentHello hello, InventoryChunk.Builder inventory) {
    return connected(hello, inventory).stream().received().stream()
        .filter(message -> !message.hasHello())
        .toList();
  }

  private SessionWorld.Line connected(AgentHello hello, InventoryChunk.Builder inventory) {
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.hello(hello));
    world.deliver(line, AgentMessage.newBuilder().setInventory(inventory.setLast(true)).build());
    return line;
  }
}
