package io.berth.agent.link;

import static io.berth.agent.link.LinkWorld.change;
import static io.berth.agent.link.LinkWorld.chunk;
import static io.berth.agent.link.LinkWorld.version;
import static io.berth.agent.world.Tasks.container;
import static io.berth.agent.world.Tasks.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.model.StateVersion;
import io.berth.agent.world.Tasks;
import io.berth.peer.Conversation;
import io.berth.peer.Ending;
import io.berth.peer.LinkFiles;
import io.berth.peer.TestAuthority;
import io.berth.peer.Times;
import io.berth.proto.agent.AgentHello;
import io.berth.proto.agent.AgentMessage.KindCase;
import io.berth.proto.agent.AssignmentQuery;
import io.berth.proto.agent.EngineAvailability;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.TaskStatus;
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

  // ------------------------------------------------------------------ hello

  @Test
  void helloSaysWhoSpeaksAndWhatTheHostIs() {
    world.begin();
    AgentHello hello = world.only(KindCase.HELLO).getHello();
    assertEquals("boot-1", hello.getIncarnation().getBootId());
    assertEquals(16, hello.getIncarnation().getJournalId().size());
    assertEquals(1, hello.getIncarnation().getStartCounter());
    assertEquals(FactsWire.facts(world.facts), hello.getFacts());
    assertEquals(List.of("known"), hello.getFeaturesList());
    assertFalse(hello.hasDesiredVersion());
    assertFalse(hello.hasRejoinToken());
    assertEquals(
        EngineAvailability.ENGINE_AVAILABILITY_AVAILABLE, hello.getEngine().getAvailability());
  }

  @Test
  void tokenOfAHostThatTakesItsPlaceAgainIsInTheHello() {
    world.rejoinToken = Optional.of("a fresh token");
    world.reconnect();
    world.begin();
    assertEquals("a fresh token", world.only(KindCase.HELLO).getHello().getRejoinToken());
  }

  @Test
  void nothingButTheHelloIsSaidBeforeItsAnswer() {
    world.begin();
    world.agent.assign(task(1, container("web")).build());
    world.pass(Duration.ofSeconds(5));
    assertEquals(1, world.sent.size());
  }

  @Test
  void knownVersionIsToldAfterARestart() {
    world.open();
    world.sync(3, change(task(1, container("web")).build()));
    world.restart();
    world.begin();
    AgentHello hello = world.only(KindCase.HELLO).getHello();
    assertEquals(version(3), hello.getDesiredVersion());
    assertEquals(2, hello.getIncarnation().getStartCounter());
  }

  @Test
  void unansweredHelloEndsTheSession() {
    world.begin();
    world.pass(Conversation.HELLO_PATIENCE.plusSeconds(1));
    assertInstanceOf(Ending.Silent.class, ending());
  }

  @Test
  void clockOfAnotherAuthorityEndsTheSession() {
    world.begin();
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
    world.begin();
    world.say(
        LinkWorld.sayHello(
            world.helloBody(1).toBuilder()
                .setClock(world.authority.clock(world.agent.now(), new byte[16]))
                .build()));
    assertInstanceOf(Ending.Broken.class, ending());
  }

  @Test
  void expiredServerIsNotTrustedWhateverThisHostsClockSays() {
    world.begin();
    world.objection = Optional.of("it was over last year");
    world.say(world.hello(1));
    assertEquals("it was over last year", ending().sentence());
  }

  @Test
  void epochBeforeThePromisedOneEndsTheSession() {
    world.open();
    world.sync(3, change());
    world.reconnect();
    world.begin();
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
    world.begin();
    world.say(world.hello(1));
    assertInstanceOf(Ending.Broken.class, ending());
  }

  @Test
  void impossibleLeasesAndIntervalsAreRefused() {
    for (int[] pair : new int[][] {{999, 500}, {600_001, 500}, {10_000, 4_000}, {10_000, 499}}) {
      world.reconnect();
      world.begin();
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
    world.begin();
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
    world.begin();
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
    world.begin();
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
  void noReportNamesATaskTwiceHoweverFastItMovesOn() throws Exception {
    var status = runningAndTold();
    long last = status.sequence() + 20_000;
    Thread moving =
        Thread.ofPlatform()
            .start(() -> {
              for (long place = status.sequence() + 1; place <= last; place++) {
                world.reports.report(status.numbered(place));
              }
            });
    while (moving.isAlive()) {
      world.turn();
    }
    world.turn();
    for (var report : world.all(KindCase.REPORT)) {
      assertEquals(1, report.getReport().getTasksCount());
    }
    assertEquals(last, world.reported().getLast().getSequence());
  }

  @Test
  void reportsThatDoNotFitInOneMessageComeInTheNext() {
    world.open();
    world.ready = false;
    var tasks = new io.berth.agent.model.Assignment[1_000];
    for (int index = 0; index < tasks.length; index++) {
      String long1 = "web" + "x".repeat(200);
      tasks[index] =
          task(index, container(long1), container(long1 + "y")).requiring("unknown").build();
    }
    world.agent.assign(tasks);
    world.agent.settle();
    world.ready = true;
    world.turn();
    assertTrue(world.all(KindCase.REPORT).size() > 1);
    assertEquals(1_000, world.reported().stream().map(TaskStatus::getTaskId).distinct().count());
    assertEquals(1_000, world.reported().size());
  }

  @Test
  void whatIsGivenBackGivesWayToWhatIsNewer() {
    var status = runningAndTold();
    world.reports.report(status.numbered(status.sequence() + 1));
    var old = world.reports.take(1);
    world.reports.report(status.numbered(status.sequence() + 2));
    world.reports.giveBack(old);
    world.turn();
    assertEquals(
        List.of(status.sequence() + 2),
        world.reported().stream().map(TaskStatus::getSequence).toList());
  }

  private io.berth.agent.model.TaskStatus runningAndTold() {
    world.open();
    world.sync(1, change(task(1, container("web")).build()));
    world.passAlive(Duration.ofSeconds(2));
    world.sent.clear();
    return world.agent.runners().statuses().getFirst();
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
    world.begin();
    world.say(
        LinkWorld.sayHello(
            world.helloBody(1).toBuilder()
                .setClock(
                    world.authority.clock(
                        world.agent.now().plus(Duration.ofDays(2)), LinkWorld.NONCE))
                .build()));
    world.sync(1, change(task(1, container("web")).build()));
    world.pass(Duration.ofSeconds(1));
    var accepted = Times.instant(world.reported().getFirst().getAcceptedAt());
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
}
