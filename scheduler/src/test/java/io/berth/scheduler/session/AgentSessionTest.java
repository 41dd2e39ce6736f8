package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.berth.proto.agent.AgentHello;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.Attribute;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredRefusal;
import io.berth.proto.agent.DesiredRefusalCode;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.EngineAvailability;
import io.berth.proto.agent.HeldPort;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.PullBehaviour;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.StatusReport;
import io.berth.proto.agent.TaskPhase;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.RefusalCode;
import io.berth.proto.common.StateVersion;
import io.berth.proto.common.TransportProtocol;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.peer.Times;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One session, message by message. */
final class AgentSessionTest {
  private final SessionWorld world = new SessionWorld();

  @Test
  void helloRegistersTheHostAndIsAnswered() {
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.hello(Messages.anyHello().build()));

    List<SchedulerMessage> received = line.stream().received();
    assertEquals(1, received.size());
    assertTrue(received.getFirst().hasHello());
    assertTrue(world.host().isReachable());
    assertEquals("rack-1", world.host().facts().machine().hostName());
  }

  static Stream<AgentHello> brokenHellos() {
    return Stream.of(
        AgentHello.getDefaultInstance(),
        Messages.anyHello().setClockNonce(ByteString.copyFrom(new byte[15])).build(),
        Messages.anyHello().addFeatures("Upper").build(),
        Messages.anyHello().setRejoinToken("x".repeat(129)).build(),
        Messages.anyHello().setIncarnation(Messages.incarnation(1, 0)).build(),
        Messages.anyHello().setIncarnation(Messages.incarnation(1, -1)).build(),
        Messages.anyHello().setFacts(Messages.facts().toBuilder().setCpuUnits(0)).build(),
        Messages.anyHello().setFacts(Messages.facts().toBuilder().setCpuUnits(-1)).build(),
        Messages.anyHello().setFacts(Messages.facts().toBuilder().setMemoryBytes(-1)).build(),
        Messages.anyHello().setFacts(Messages.facts().toBuilder().clearAddresses()).build(),
        Messages.anyHello().setFacts(Messages.facts().toBuilder().clearDynamicPorts()).build(),
        Messages.anyHello()
            .setFacts(Messages.facts().toBuilder().setHostName("h".repeat(254)))
            .build(),
        Messages.anyHello()
            .setFacts(
                Messages.facts().toBuilder()
                    .setAddresses(Messages.facts().getAddresses().toBuilder().setIpv4("127.0.0.1")))
            .build(),
        attributed(attribute("", "a")),
        attributed(attribute("two words", "a")),
        attributed(attribute("n".repeat(129), "a")),
        attributed(attribute("a", "v".repeat(129))),
        attributed(attribute("a", " b")),
        attributed(attribute("a", "1"), attribute("a", "2")),
        attributed(
            IntStream.range(0, 129)
                .mapToObj(number -> attribute("a" + number, ""))
                .toArray(Attribute[]::new)),
        // What a host is follows from other facts; who says it has something else in mind.
        attributed(attribute("ecs.os-type", "linux")),
        attributed(attribute("ecs.cpu-architecture", "arm64")),
        attributed(attribute("ecs.capability.external", "")),
        attributed(attribute("com.amazonaws.ecs.capability.docker-remote-api.1.99", "")),
        attributed(attribute("ecs.unheard-of", "")),
        attributed(attribute("ECS.availability-zone", "a")));
  }

  private static AgentHello attributed(Attribute... attributes) {
    return Messages.anyHello()
        .setFacts(Messages.facts().toBuilder().addAllAttributes(List.of(attributes)))
        .build();
  }

  private static Attribute attribute(String name, String value) {
    return Attribute.newBuilder().setName(name).setValue(value).build();
  }

  @ParameterizedTest
  @MethodSource("brokenHellos")
  void brokenHelloIsRefusedAndAlarmed(AgentHello hello) {
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.hello(hello));

    assertRefused(line, RefusalCode.REFUSAL_CODE_HELLO_INVALID);
    assertEquals(Alarm.Kind.HELLO_INVALID, world.alarms.getFirst().kind());
    assertTrue(world.store.snapshot().find(Tables.HOSTS, SessionWorld.HOST).isEmpty());
  }

  @Test
  void whoSaysNothingIsSentAway() {
    var line = world.connect(SessionWorld.HOST);
    world.pass(Duration.ofSeconds(9));
    assertFalse(line.session().isOver());
    world.pass(Duration.ofSeconds(1));
    assertRefused(line, RefusalCode.REFUSAL_CODE_HELLO_INVALID);
  }

  @Test
  void anythingButHelloAtFirstIsRefused() {
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.heartbeat(1));
    assertRefused(line, RefusalCode.REFUSAL_CODE_HELLO_INVALID);
  }

  @Test
  void secondHelloBreaksTheContract() {
    var line = world.opened();
    line.stream().received();
    world.deliver(line, Messages.hello(Messages.anyHello().build()));
    assertRefused(line, RefusalCode.REFUSAL_CODE_CONTRACT_BROKEN);
  }

  @Test
  void nothingIsToldBeforeTheInventoryIsWhole() {
    world.newTask(SessionWorld.HOST);
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.hello(Messages.anyHello().build()));
    line.stream().received();
    world.deliver(line, inventory(InventoryChunk.newBuilder().setIndex(0)));
    assertTrue(line.stream().received().isEmpty());
    world.deliver(line, inventory(InventoryChunk.newBuilder().setIndex(1).setLast(true)));
    assertTrue(line.stream().received().getFirst().hasSyncBegin());
  }

  @Test
  void planIsCompletedByTheHostsOwnDefaults() {
    TaskId task = world.newTask(SessionWorld.HOST);
    var line = world.opened();

    Assignment assignment =
        line.stream().received().get(1).getSyncChunk().getChange().getAssignments(0);
    assertEquals(task.text(), assignment.getTaskId());
    assertEquals(DesiredTaskState.DESIRED_TASK_STATE_RUN, assignment.getDesired());
    assertEquals(45_000, assignment.getPlan().getContainers(0).getStopTimeoutMs());
    assertEquals(
        PullBehaviour.PULL_BEHAVIOUR_ONCE,
        assignment.getPlan().getContainers(0).getPullBehaviour());
    assertEquals("web", assignment.getOrigin().getDefinitionFamily());
  }

  @Test
  void changesWhileAVersionIsOnItsWayAreMerged() {
    var line = world.opened();
    StateVersion first = synced(line);
    TaskId stopped = world.newTask(SessionWorld.HOST);
    world.settle();
    assertTrue(line.stream().received().isEmpty());
    world.newTask(SessionWorld.HOST);
    world.stop(stopped);
    world.deliver(line, acknowledged(first));
    world.pass(DesiredState.PACE);

    List<SchedulerMessage> received = line.stream().received();
    assertEquals(1, received.size());
    var difference = received.getFirst().getDifference();
    assertEquals(first, difference.getBase());
    assertEquals(world.store.snapshot().version().number(), difference.getVersion().getNumber());
    assertEquals(2, difference.getChange().getAssignmentsCount());
  }

  @Test
  void changesInQuickSuccessionTravelTogether() {
    var line = world.opened();
    world.deliver(line, acknowledged(synced(line)));
    world.pass(DesiredState.PACE);
    world.newTask(SessionWorld.HOST);
    world.settle();
    var alone = line.stream().received();
    assertEquals(1, alone.size());
    world.deliver(line, acknowledged(alone.getFirst().getDifference().getVersion()));

    world.newTask(SessionWorld.HOST);
    world.settle();
    world.newTask(SessionWorld.HOST);
    world.settle();
    assertTrue(line.stream().received().isEmpty());
    assertEquals(
        DesiredState.PACE.toNanos(), line.session().wakeNanos().orElseThrow() - world.nanos());
    world.pass(DesiredState.PACE);
    var together = line.stream().received();
    assertEquals(1, together.size());
    assertEquals(2, together.getFirst().getDifference().getChange().getAssignmentsCount());
  }

  @Test
  void changeThatIsHeardOfAfterItsVersionWasToldIsInAFullSync() {
    var line = world.opened();
    world.deliver(line, acknowledged(synced(line)));
    world.pass(DesiredState.PACE);
    TaskId heard = world.newTask(SessionWorld.HOST);
    TaskId unheard = world.newTask(SessionWorld.HOST);
    line.mailbox().changed(List.of(heard));
    line.session().take(line.mailbox().poll(), new Moment(world.time(), world.nanos()));
    StateVersion told = line.stream().received().getFirst().getDifference().getVersion();
    world.deliver(line, acknowledged(told));
    world.pass(DesiredState.PACE);

    var received = line.stream().received();
    assertEquals(told, received.getFirst().getSyncBegin().getVersion());
    assertTrue(
        received.stream()
            .flatMap(message -> message.getSyncChunk().getChange().getAssignmentsList().stream())
            .anyMatch(assignment -> assignment.getTaskId().equals(unheard.text())));
  }

  @Test
  void restOfAnIdleHostEndsAndWakesNobodyAnyMore() {
    var line = world.opened();
    world.deliver(line, acknowledged(synced(line)));
    assertTrue(line.session().wakeNanos().isPresent());
    assertFalse(line.session().awaitsChanges());
    world.pass(DesiredState.PACE);
    assertTrue(line.session().wakeNanos().isEmpty());
    assertTrue(line.session().awaitsChanges());
  }

  @Test
  void stopOfAKnownTaskIsAnIntentAlone() {
    TaskId task = world.newTask(SessionWorld.HOST);
    var line = world.opened();
    world.deliver(line, acknowledged(synced(line)));
    world.stop(task);
    world.pass(DesiredState.PACE);

    var change = line.stream().received().getFirst().getDifference().getChange();
    assertEquals(0, change.getAssignmentsCount());
    assertEquals(DesiredTaskState.DESIRED_TASK_STATE_STOP, change.getIntents(0).getDesired());
  }

  @Test
  void taskWhoseEndIsStoredIsRemoved() {
    TaskId task = world.newTask(SessionWorld.HOST);
    var line = world.opened();
    world.deliver(line, acknowledged(synced(line)));
    world.deliver(line, report(Messages.status(task, 1, TaskPhase.TASK_PHASE_STOPPED)));

    assertEquals(Task.Status.STOPPED, world.task(task).status());
    world.pass(DesiredState.PACE);
    var change = line.stream().received().getFirst().getDifference().getChange();
    assertEquals(List.of(task.text()), change.getRemovedTaskIdsList());
  }

  @Test
  void refusedVersionIsFollowedByAFullSync() {
    world.newTask(SessionWorld.HOST);
    var line = world.opened();
    StateVersion version = synced(line);
    world.deliver(line, refused(version));
    assertTrue(line.stream().received().getFirst().hasSyncBegin());
  }

  @Test
  void removalInARefusedVersionIsToldAgain() {
    TaskId task = world.newTask(SessionWorld.HOST);
    var line = world.opened();
    world.deliver(line, acknowledged(synced(line)));
    world.abandon(task);
    world.pass(DesiredState.PACE);
    var difference = line.stream().received().getFirst().getDifference();
    assertEquals(List.of(task.text()), difference.getChange().getRemovedTaskIdsList());
    world.forget(task);
    world.deliver(line, refused(difference.getVersion()));

    var change = line.stream().received().get(1).getSyncChunk().getChange();
    assertEquals(List.of(task.text()), change.getRemovedTaskIdsList());
  }

  @Test
  void taskThatWasToldAndIsGoneFromTheStoreIsRemoved() {
    TaskId task = world.newTask(SessionWorld.HOST);
    var line = world.opened();
    world.deliver(line, acknowledged(synced(line)));
    world.forget(task);
    world.pass(DesiredState.PACE);
    var change = line.stream().received().getFirst().getDifference().getChange();
    assertEquals(List.of(task.text()), change.getRemovedTaskIdsList());
  }

  @Test
  void unknownTaskIsAskedForAndLeftAlone() {
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.hello(Messages.anyHello().build()));
    line.stream().received();
    TaskStatus stranger = Messages.status(new TaskId(9, 9), 1, TaskPhase.TASK_PHASE_RUNNING);
    world.deliver(line, inventory(InventoryChunk.newBuilder().addTasks(stranger).setLast(true)));

    List<SchedulerMessage> received = line.stream().received();
    assertEquals(stranger.getTaskId(), received.get(0).getAssignmentQuery().getTaskIds(0));
    assertTrue(received.get(1).hasSyncBegin());
    assertTrue(received.get(2).hasSyncEnd());
  }

  @Test
  void heldPortsAreReleasedAtOnce() {
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.hello(Messages.anyHello().build()));
    line.stream().received();
    HeldPort held =
        HeldPort.newBuilder()
            .setPort(
                io.berth.proto.agent.HostPort.newBuilder()
                    .setPort(20_001)
                    .setProtocol(TransportProtocol.TRANSPORT_PROTOCOL_TCP))
            .setTaskId(new TaskId(9, 9).text())
            .setFreedAt(Times.of(Samples.NOON))
            .build();
    world.deliver(line, inventory(InventoryChunk.newBuilder().addHeldPorts(held).setLast(true)));

    var change = line.stream().received().get(1).getSyncChunk().getChange();
    assertEquals(held.getPort(), change.getReleasedPorts(0).getPort());
    assertEquals(held.getTaskId(), change.getReleasedPorts(0).getTaskId());
  }

  @Test
  void reportOfAnotherHostsTaskIsAlarmedAndChangesNothing() {
    TaskId task = world.newTask(SessionWorld.OTHER_HOST);
    var line = world.opened();
    world.deliver(line, report(Messages.status(task, 1, TaskPhase.TASK_PHASE_RUNNING)));
    assertEquals(Alarm.Kind.REPORT_IMPOSSIBLE, world.alarms.getFirst().kind());
    assertEquals(Task.Status.PENDING, world.task(task).status());
    assertFalse(line.session().isOver());
  }

  @Test
  void everyHeartbeatIsAnsweredAndADoubledOneIsNot() {
    var line = world.opened();
    line.stream().received();
    world.deliver(line, Messages.heartbeat(1));
    world.deliver(line, Messages.heartbeat(1));
    List<SchedulerMessage> received = leases(line);
    assertEquals(1, received.size());
    assertEquals(1, received.getFirst().getLease().getSequence());
    assertEquals(15_000, received.getFirst().getLease().getLeaseMs());
  }

  @Test
  void leasesDoNotPileUpBeforeAStreamThatTakesNothing() {
    var line = world.opened();
    line.stream().received();
    line.stream().ready = false;
    for (int beat = 1; beat <= 50; beat++) {
      world.deliver(line, Messages.heartbeat(beat));
    }
    line.stream().ready = true;
    world.settle();
    List<SchedulerMessage> received = leases(line);
    assertEquals(1, received.size());
    assertEquals(50, received.getFirst().getLease().getSequence());
  }

  @Test
  void hostWithoutHeartbeatsIsSilentAndHeardAgain() {
    var line = world.opened();
    world.pass(Duration.ofMillis(6_400));
    assertTrue(world.host().isConnected());
    world.pass(Duration.ofMillis(200));
    assertFalse(world.host().isConnected());
    world.deliver(line, Messages.heartbeat(1));
    world.pass(Duration.ofMillis(500));
    assertTrue(world.host().isConnected());
  }

  @Test
  void engineAndFactsReachTheState() {
    var line = world.opened();
    world.deliver(
        line,
        AgentMessage.newBuilder()
            .setEngine(Messages.engine(EngineAvailability.ENGINE_AVAILABILITY_SLOW))
            .build());
    world.deliver(
        line,
        AgentMessage.newBuilder()
            .setFacts(Messages.facts().toBuilder().setCpuUnits(1_024))
            .build());
    assertEquals(Contact.Availability.SLOW, world.host().contact().engine().availability());
    assertEquals(1_024, world.host().facts().registered().cpuUnits());
    assertEquals(Set.of("core.v1"), world.host().facts().features());
  }

  @Test
  void attributesReachTheState() {
    var line = world.connect(SessionWorld.HOST);
    world.deliver(
        line,
        Messages.hello(
            attributed(
                attribute("stack", "two words"),
                Attribute.newBuilder().setName("quiet").build(),
                attribute("ecs.availability-zone", "rack 7"),
                attribute("ecs.capability.not-heard-of-yet", ""))));

    assertFalse(line.session().isOver());
    assertEquals(Optional.of("two words"), world.host().attribute("stack"));
    assertEquals(Optional.of(""), world.host().attribute("quiet"));
    assertEquals(Optional.of("rack 7"), world.host().attribute("ecs.availability-zone"));
    assertEquals(Optional.of(""), world.host().attribute("ecs.capability.not-heard-of-yet"));
  }

  @Test
  void agentThatClaimsLaterWhatItCannotTellIsCutOffAndNothingChanges() {
    var line = world.opened();
    Host before = world.host();
    world.deliver(
        line,
        AgentMessage.newBuilder()
            .setFacts(
                Messages.facts().toBuilder()
                    .setCpuUnits(1_024)
                    .addAttributes(attribute("ecs.os-type", "windows")))
            .build());

    assertTrue(line.session().isOver());
    assertEquals(before.facts(), world.host().facts());
    assertFalse(world.alarms.isEmpty());
  }

  @Test
  void kindFromTheFutureIsSkipped() {
    var line = world.opened();
    world.deliver(line, AgentMessage.getDefaultInstance());
    assertFalse(line.session().isOver());
  }

  @Test
  void agentThatNeverAcknowledgesBeginsAgain() {
    var line = world.opened();
    synced(line);
    world.pass(Duration.ofSeconds(61));
    assertRefused(line, RefusalCode.REFUSAL_CODE_BUSY);
  }

  @Test
  void fullSyncOfManyTasksComesInBoundedChunks() {
    for (int task = 0; task < 3_000; task++) {
      world.newTask(SessionWorld.HOST);
    }
    var line = world.opened();
    List<SchedulerMessage> all = new ArrayList<>();
    while (all.isEmpty() || !all.getLast().hasSyncEnd()) {
      all.addAll(line.stream().received());
      world.settle();
    }
    assertTrue(all.size() > 3);
    assertEquals(all.size() - 2, all.getLast().getSyncEnd().getChunkCount());
    int assignments = 0;
    for (SchedulerMessage message : all) {
      assertTrue(message.getSerializedSize() <= 256 * 1024);
      assignments += message.getSyncChunk().getChange().getAssignmentsCount();
    }
    assertEquals(3_000, assignments);
  }

  private static void assertRefused(SessionWorld.Line line, RefusalCode code) {
    List<SchedulerMessage> received = line.stream().received();
    assertEquals(code, received.getLast().getRefusal().getCode());
    assertTrue(line.session().isOver());
    assertTrue(line.stream().ended);
  }

  private List<SchedulerMessage> leases(SessionWorld.Line line) {
    return line.stream().received().stream().filter(SchedulerMessage::hasLease).toList();
  }

  /** Takes the full sync that waits; answers its version. */
  private static StateVersion synced(SessionWorld.Line line) {
    return line.stream().received().stream()
        .filter(SchedulerMessage::hasSyncEnd)
        .findFirst()
        .orElseThrow()
        .getSyncEnd()
        .getVersion();
  }

  private static AgentMessage acknowledged(StateVersion version) {
    return AgentMessage.newBuilder()
        .setDesiredAck(DesiredAck.newBuilder().setVersion(version))
        .build();
  }

  private static AgentMessage refused(StateVersion version) {
    DesiredRefusal refusal =
        DesiredRefusal.newBuilder()
            .setCode(DesiredRefusalCode.DESIRED_REFUSAL_CODE_CHUNKS_MISSING)
            .build();
    return AgentMessage.newBuilder()
        .setDesiredAck(DesiredAck.newBuilder().setVersion(version).setRefusal(refusal))
        .build();
  }

  private static AgentMessage report(TaskStatus status) {
    return AgentMessage.newBuilder().setReport(StatusReport.newBuilder().addTasks(status)).build();
  }

  private static AgentMessage inventory(InventoryChunk.Builder chunk) {
    return AgentMessage.newBuilder().setInventory(chunk).build();
  }
}
