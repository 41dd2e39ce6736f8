package io.berth.agent.link;

import static io.berth.agent.link.LinkWorld.change;
import static io.berth.agent.link.LinkWorld.chunk;
import static io.berth.agent.link.LinkWorld.difference;
import static io.berth.agent.link.LinkWorld.end;
import static io.berth.agent.link.LinkWorld.version;
import static io.berth.agent.world.Tasks.container;
import static io.berth.agent.world.Tasks.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.model.StateVersion;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.world.Tasks;
import io.berth.proto.agent.AgentHello;
import io.berth.proto.agent.AgentMessage.KindCase;
import io.berth.proto.agent.AssignmentQuery;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.DesiredRefusalCode;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.EngineAvailability;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.TaskIntent;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.Probe;
import io.berth.proto.common.Refusal;
import io.berth.proto.common.RefusalCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session does what the contract says, whatever comes and whenever. Method: the test is the
 * scheduler of a whole agent with its journal, on virtual time and without a thread.
 */
class SessionTest {
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

  // ------------------------------------------------------------------ hello

  @Test
  void helloSaysWhoSpeaksAndWhatTheHostIs() {
    world.session.begin(world.now());
    AgentHello hello = world.only(KindCase.HELLO).getHello();
    assertEquals("boot-1", hello.getIncarnation().getBootId());
    assertEquals(16, hello.getIncarnation().getJournalId().size());
    assertEquals(1, hello.getIncarnation().getStartCounter());
    assertEquals(FactsWire.facts(world.facts), hello.getFacts());
    assertEquals(List.of("known"), hello.getFeaturesList());
    assertFalse(hello.hasDesiredVersion());
    assertEquals(
        EngineAvailability.ENGINE_AVAILABILITY_AVAILABLE, hello.getEngine().getAvailability());
  }

  @Test
  void nothingButTheHelloIsSaidBeforeItsAnswer() {
    world.session.begin(world.now());
    world.agent.assign(task(1, container("web")).build());
    world.pass(Duration.ofSeconds(5));
    assertEquals(1, world.sent.size());
  }

  @Test
  void knownVersionIsToldAfterARestart() {
    world.open();
    world.sync(3, change(task(1, container("web")).build()));
    world.restart();
    world.session.begin(world.now());
    AgentHello hello = world.only(KindCase.HELLO).getHello();
    assertEquals(version(3), hello.getDesiredVersion());
    assertEquals(2, hello.getIncarnation().getStartCounter());
  }

  @Test
  void unansweredHelloEndsTheSession() {
    world.session.begin(world.now());
    world.pass(Session.HELLO_PATIENCE.plusSeconds(1));
    assertInstanceOf(Ending.Silent.class, ending());
  }

  @Test
  void clockOfAnotherAuthorityEndsTheSession() {
    world.session.begin(world.now());
    var other = new TestAuthority("2", world.agent.now().minus(Duration.ofDays(1)));
    world.say(
        LinkWorld.sayHello(
            world.helloBody(1).toBuilder()
                .setClock(other.clock(world.agent.now(), LinkWorld.NONCE))
                .build()));
    assertInstanceOf(Ending.Broken.class, ending());
    assertFalse(world.session.isOpen());
  }

  @Test
  void clockForAnotherNonceEndsTheSession() {
    world.session.begin(world.now());
    world.say(
        LinkWorld.sayHello(
            world.helloBody(1).toBuilder()
                .setClock(world.authority.clock(world.agent.now(), new byte[16]))
                .build()));
    assertInstanceOf(Ending.Broken.class, ending());
  }

  @Test
  void expiredServerIsNotTrustedWhateverThisHostsClockSays() {
    world.session.begin(world.now());
    world.objection = Optional.of("it was over last year");
    world.say(world.hello(1));
    assertEquals("it was over last year", ending().sentence());
  }

  @Test
  void epochBeforeThePromisedOneEndsTheSession() {
    world.open();
    world.sync(3, change());
    world.reconnect();
    world.session.begin(world.now());
    world.say(world.hello(1));
    assertTrue(world.session.isOpen());
    world.agent.restart();
    try {
      world
          .agent
          .runners()
          .takeAll(
              new StateVersion(2, 1), io.berth.agent.model.DesiredChange.NONE, world.agent.now());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    world.restart();
    world.session.begin(world.now());
    world.say(world.hello(1));
    assertInstanceOf(Ending.Broken.class, ending());
  }

  @Test
  void impossibleLeasesAndIntervalsAreRefused() {
    for (int[] pair : new int[][] {{999, 500}, {600_001, 500}, {10_000, 4_000}, {10_000, 499}}) {
      world.reconnect();
      world.session.begin(world.now());
      world.say(
          LinkWorld.sayHello(
              world.helloBody(1).toBuilder()
                  .setLeaseMs(pair[0])
                  .setHeartbeatIntervalMs(pair[1])
                  .build()));
      assertInstanceOf(Ending.Broken.class, ending());
    }
  }

  @Test
  void secondHelloEndsTheSession() {
    world.open();
    world.say(world.hello(1));
    assertInstanceOf(Ending.Broken.class, ending());
  }

  @Test
  void wordsBeforeTheHelloEndTheSession() {
    world.session.begin(world.now());
    world.say(LinkWorld.begin(1));
    assertInstanceOf(Ending.Broken.class, ending());
  }

  @Test
  void unknownKindsAreCountedAndSkipped() {
    world.open();
    world.say(SchedulerMessage.getDefaultInstance());
    assertEquals(1, world.session.skipped());
    assertTrue(world.session.ending().isEmpty());
  }

  @Test
  void refusalEndsTheSessionAndSaysWhenToComeBack() {
    world.session.begin(world.now());
    world.say(
        SchedulerMessage.newBuilder()
            .setRefusal(
                Refusal.newBuilder()
                    .setCode(RefusalCode.REFUSAL_CODE_BUSY)
                    .setSentence("full")
                    .setRetryAfterMs(5_000))
            .build());
    assertEquals(
        new Ending.Refused(
            RefusalCode.REFUSAL_CODE_BUSY, "full", Optional.of(Duration.ofSeconds(5))),
        ending());
  }

  @Test
  void newTrustBundleIsKeptOnDisk() throws Exception {
    var next = new TestAuthority("2", world.agent.now().minus(Duration.ofDays(1)));
    world.session.begin(world.now());
    world.say(
        LinkWorld.sayHello(
            world.helloBody(1).toBuilder()
                .setTrustBundle(TestAuthority.bundle(next, world.authority))
                .build()));
    assertEquals(
        List.of(next.certificate(), world.authority.certificate()), world.trust.authorities());
    assertEquals(world.trust.authorities(), world.files.trust());
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(directory.resolve(LinkFiles.TRUST))));
  }

  // ------------------------------------------------------------------ desired state

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

  // ------------------------------------------------------------------ inventory and reports

  @Test
  void emptyInventoryIsOneLastChunk() {
    world.open();
    var chunk = world.only(KindCase.INVENTORY).getInventory();
    assertEquals(0, chunk.getTasksCount());
    assertTrue(chunk.getLast());
  }

  @Test
  void largeInventoryComesInChunksInOrderAndEachTaskOnce() {
    world.open();
    for (int part = 0; part < 10; part++) {
      var tasks = new io.berth.agent.model.Assignment[100];
      for (int index = 0; index < 100; index++) {
        String long1 = "web" + "x".repeat(200);
        tasks[index] =
            task(part * 100 + index, container(long1), container(long1 + "y"), container("z"))
                .requiring("unknown")
                .build();
      }
      world.agent.assign(tasks);
    }
    world.reconnect();
    world.open();
    var chunks = world.all(KindCase.INVENTORY);
    assertTrue(chunks.size() > 1, () -> "chunks: " + chunks.size());
    for (int index = 0; index < chunks.size(); index++) {
      assertEquals(index, chunks.get(index).getInventory().getIndex());
      assertEquals(index == chunks.size() - 1, chunks.get(index).getInventory().getLast());
    }
    assertEquals(1_000, world.inventory().stream().map(TaskStatus::getTaskId).distinct().count());
    assertEquals(1_000, world.inventory().size());
  }

  @Test
  void reportsMergeWhileTheStreamIsNotReady() {
    world.open();
    world.sync(1, change(task(1, container("web")).build()));
    world.sent.clear();
    world.ready = false;
    world.pass(Duration.ofSeconds(2));
    assertEquals(List.of(), world.sent);
    world.ready = true;
    world.turn();
    assertEquals(1, world.reported().size());
    assertEquals(
        io.berth.proto.agent.TaskPhase.TASK_PHASE_RUNNING, world.reported().getFirst().getPhase());
  }

  @Test
  void nextSessionTellsByInventoryWhatTheLastOneLost() {
    world.open();
    world.sync(1, change(task(1, container("web")).build()));
    world.pass(Duration.ofSeconds(2));
    world.reconnect();
    world.open();
    assertEquals(
        io.berth.proto.agent.TaskPhase.TASK_PHASE_RUNNING, world.inventory().getFirst().getPhase());
    assertEquals(List.of(), world.reported());
  }

  @Test
  void statusesOfATaskComeInOrder() {
    world.open();
    world.sync(1, change(task(1, container("web")).build()));
    world.passAlive(Duration.ofSeconds(3));
    world.agent.host.exit(world.agent.containerId(1, "web"), 3);
    world.passAlive(Duration.ofSeconds(3));
    List<Long> numbers = world.reported().stream().map(TaskStatus::getSequence).toList();
    assertTrue(numbers.size() > 1);
    assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
  }

  @Test
  void factsAreToldAgainWhenTheyHaveChanged() {
    world.open();
    world.turn();
    assertEquals(List.of(), world.all(KindCase.FACTS));
    world.facts = LinkWorld.facts("10.0.0.2");
    world.turn();
    world.turn();
    assertEquals("10.0.0.2", world.only(KindCase.FACTS).getFacts().getAddresses().getIpv4());
  }

  @Test
  void engineIsToldWhenItGoesAndComes() {
    world.open();
    world.sent.clear();
    world.agent.host.engineGoesAway();
    world.passAlive(Duration.ofSeconds(15));
    world.agent.host.engineRecovers();
    world.passAlive(Duration.ofSeconds(5));
    assertEquals(
        List.of(
            EngineAvailability.ENGINE_AVAILABILITY_UNAVAILABLE,
            EngineAvailability.ENGINE_AVAILABILITY_AVAILABLE),
        world.all(KindCase.ENGINE).stream()
            .map(message -> message.getEngine().getAvailability())
            .toList());
  }

  @Test
  void timesLeaveTheHostByTheSchedulersClock() {
    world.session.begin(world.now());
    world.say(
        LinkWorld.sayHello(
            world.helloBody(1).toBuilder()
                .setClock(
                    world.authority.clock(
                        world.agent.now().plus(Duration.ofDays(2)), LinkWorld.NONCE))
                .build()));
    world.sync(1, change(task(1, container("web")).build()));
    world.pass(Duration.ofSeconds(1));
    var accepted = FactsWire.instant(world.reported().getFirst().getAcceptedAt());
    assertTrue(Duration.between(world.agent.now(), accepted).compareTo(Duration.ofHours(47)) > 0);
    // Inside, the host's own clock holds, as the engine's times do.
    assertFalse(
        world
            .agent
            .runners()
            .statuses()
            .getFirst()
            .times()
            .acceptedAt()
            .isAfter(world.agent.now()));
  }

  @Test
  void queryIsAnsweredWithWhatWasPromised() {
    world.open();
    world.sync(1, change(task(1, container("web")).build()));
    world.say(
        SchedulerMessage.newBuilder()
            .setAssignmentQuery(
                AssignmentQuery.newBuilder()
                    .addTaskIds(Tasks.id(1).text())
                    .addTaskIds(Tasks.id(9).text()))
            .build());
    var answer = world.only(KindCase.ASSIGNMENT_ANSWER).getAssignmentAnswer();
    assertEquals(
        change(task(1, container("web")).build()).getAssignmentsList(),
        answer.getAssignmentsList());
    assertEquals(List.of(Tasks.id(9).text()), answer.getUnknownTaskIdsList());
  }

  @Test
  void queryThatCannotBeReadEndsTheSession() {
    world.open();
    world.say(
        SchedulerMessage.newBuilder()
            .setAssignmentQuery(AssignmentQuery.newBuilder().addTaskIds("../.."))
            .build());
    assertInstanceOf(Ending.Broken.class, ending());
  }

  // ------------------------------------------------------------------ heartbeats and lease

  @Test
  void heartbeatsComeAtTheIntervalAndTellWhenToTurnNext() {
    world.open();
    Duration next = world.turn();
    assertEquals(
        world
            .now()
            .sinceBoot()
            .plusMillis(LinkWorld.INTERVAL_MS)
            .truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
        next.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    world.passAlive(Duration.ofSeconds(20));
    assertTrue(world.session.ending().isEmpty());
  }

  @Test
  void probeIsAnsweredAtOnce() {
    world.open();
    world.say(SchedulerMessage.newBuilder().setProbe(Probe.newBuilder().setNumber(4)).build());
    assertEquals(4, world.only(KindCase.HEARTBEAT).getHeartbeat().getProbeNumber());
  }

  @Test
  void onlyOneHeartbeatWaitsForAStreamThatIsNotReady() {
    world.open();
    world.ready = false;
    world.pass(Duration.ofSeconds(4));
    world.ready = true;
    world.turn();
    assertEquals(1, world.all(KindCase.HEARTBEAT).size());
  }

  @Test
  void silentSchedulerEndsTheSession() {
    world.open();
    world.pass(Duration.ofSeconds(7));
    assertInstanceOf(Ending.Silent.class, ending());
  }

  @Test
  void leaseAnswersForHeartbeatsThatWereNeverSentEndTheSession() {
    world.open();
    world.say(world.leaseAnswer(1, LinkWorld.LEASE_MS));
    assertInstanceOf(Ending.Broken.class, ending());
  }

  @Test
  void singletonRunsByTheLeaseAndStopsAtItsEndWithoutASession() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.passAlive(Duration.ofSeconds(20));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    world.reconnect();
    world.pass(Duration.ofSeconds(6));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    world.pass(Duration.ofSeconds(6));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
  }

  @Test
  void leaseCountsFromTheSendingOfTheHeartbeat() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.pass(Duration.ofMillis(2_500));
    long first = world.only(KindCase.HEARTBEAT).getHeartbeat().getSequence();
    world.pass(Duration.ofSeconds(3));
    world.say(world.leaseAnswer(first, LinkWorld.LEASE_MS));
    assertTrue(world.session.ending().isEmpty());
    // Sent 2 s after the hello, answered 3.5 s later.
    world.reconnect();
    world.pass(Duration.ofSeconds(5));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    world.pass(Duration.ofSeconds(3));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
  }

  @Test
  void olderLeaseAnswerChangesNothing() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.pass(Duration.ofMillis(4_500));
    world.say(world.leaseAnswer(2, 5_000));
    world.say(world.leaseAnswer(1, 600_000));
    world.reconnect();
    world.pass(Duration.ofSeconds(6));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
  }

  @Test
  void suspensionOfTheHostEndsTheLease() {
    world.open();
    world.sync(1, change(task(1, container("web")).singleton(4).build()));
    world.passAlive(Duration.ofSeconds(3));
    assertEquals(TaskPhase.RUNNING, world.agent.phase(1));
    world.suspend(Duration.ofHours(1));
    world.pass(Duration.ofSeconds(1));
    assertEquals(TaskPhase.STOPPED, world.agent.phase(1));
    assertInstanceOf(Ending.Silent.class, ending());
  }
}
