package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.RefusalCode;
import io.berth.proto.common.StateVersion;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.SessionTimes;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may speak for a host, and whose state is older than what the host knows. */
final class SeatTest {
  private final SessionWorld world = new SessionWorld();

  @ParameterizedTest
  @CsvSource({"9, 1, 10", "1, 1000000, 2"})
  void versionThatWasNeverGivenBeginsANewEpochAndIsAlarmed(long epoch, long number, long next) {
    var other = world.opened();
    other.stream().received();
    TaskId task = world.newTask(SessionWorld.OTHER_HOST);
    var line = world.connect(SessionWorld.OTHER_HOST);
    StateVersion ahead = StateVersion.newBuilder().setEpoch(epoch).setNumber(number).build();
    world.deliver(line, Messages.hello(Messages.anyHello().setDesiredVersion(ahead).build()));
    assertEquals(Alarm.Kind.STATE_PUT_BACK, world.alarms.getFirst().kind());
    assertEquals(next, line.stream().received().getFirst().getHello().getEpoch());
    assertEquals(next, world.store.snapshot().version().epoch());
    world.deliver(line, Messages.emptyInventory());
    var told = line.stream().received();
    assertEquals(next, told.getFirst().getSyncBegin().getVersion().getEpoch());
    assertEquals(task.text(), told.get(1).getSyncChunk().getChange().getAssignments(0).getTaskId());
    // What the other one was told is of the old epoch, so it says hello again.
    world.deliver(other, Messages.heartbeat(1));
    assertRefused(other, RefusalCode.REFUSAL_CODE_BUSY);
    assertEquals(1, world.alarms.size());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 0",
    "-1, 1",
    "1, -1",
    "8589934594, 1",
    "1099511627776, 1",
    "4611686018427387905, 1"
  })
  void versionThatNoSchedulerGivesIsRefused(long epoch, long number) {
    var before = world.store.snapshot().version();
    var line = world.connect(SessionWorld.HOST);
    StateVersion impossible = StateVersion.newBuilder().setEpoch(epoch).setNumber(number).build();
    world.deliver(line, Messages.hello(Messages.anyHello().setDesiredVersion(impossible).build()));
    assertRefused(line, RefusalCode.REFUSAL_CODE_HELLO_INVALID);
    assertEquals(before, world.store.snapshot().version());
  }

  @Test
  void hostThatClaimsTheHighestEpochLocksNobodyOut() {
    var liar = world.connect(SessionWorld.OTHER_HOST);
    StateVersion far = StateVersion.newBuilder().setEpoch(1L << 40).setNumber(1).build();
    world.deliver(liar, Messages.hello(Messages.anyHello().setDesiredVersion(far).build()));
    var line = world.connect(SessionWorld.HOST);
    var own = StateVersion.newBuilder().setEpoch(world.store.snapshot().version().epoch());
    world.deliver(
        line, Messages.hello(Messages.anyHello().setDesiredVersion(own.setNumber(1)).build()));

    assertTrue(line.stream().received().getFirst().hasHello());
  }

  @Test
  void whoContinuesTheJournalReplacesAtOnce() {
    var first = world.opened();
    first.stream().received();
    var second = world.connect(SessionWorld.HOST);
    world.deliver(
        second,
        Messages.hello(Messages.anyHello().setIncarnation(Messages.incarnation(1, 2)).build()));
    assertRefused(first, RefusalCode.REFUSAL_CODE_REPLACED);
    assertTrue(second.stream().received().getFirst().hasHello());
    assertTrue(world.alarms.isEmpty());
  }

  @Test
  void strangerToTheJournalIsRefusedWhileTheFirstAnswers() {
    var first = world.opened();
    synced(first);
    var second = world.connect(SessionWorld.HOST);
    world.deliver(
        second,
        Messages.hello(Messages.anyHello().setIncarnation(Messages.incarnation(2, 1)).build()));
    long number = first.stream().received().getFirst().getProbe().getNumber();
    world.deliver(
        first,
        AgentMessage.newBuilder()
            .setHeartbeat(Heartbeat.newBuilder().setSequence(1).setProbeNumber(number))
            .build());

    assertRefused(second, RefusalCode.REFUSAL_CODE_SECOND_STREAM);
    assertEquals(Alarm.Kind.SECOND_STREAM, world.alarms.getFirst().kind());
    assertFalse(first.session().isOver());
  }

  @Test
  void strangerToTheJournalWithAFreshTokenTakesThePlaceOfOneThatLives() {
    var first = world.opened();
    first.stream().received();
    world.freshTokens.add(SessionWorld.HOST + " fresh");
    var second = world.connect(SessionWorld.HOST);
    var hello = Messages.anyHello().setIncarnation(Messages.incarnation(2, 1));
    world.deliver(second, Messages.hello(hello.setRejoinToken("fresh").build()));
    world.settle();
    assertTrue(second.stream().received().getFirst().hasHello());
    assertRefused(first, RefusalCode.REFUSAL_CODE_REPLACED);
    assertTrue(world.alarms.isEmpty());
  }

  @Test
  void strangerToTheJournalWithASpentTokenIsJudgedAsWithoutOne() {
    var first = world.opened();
    first.stream().received();
    var second = world.connect(SessionWorld.HOST);
    var hello = Messages.anyHello().setIncarnation(Messages.incarnation(2, 1));
    world.deliver(second, Messages.hello(hello.setRejoinToken("spent").build()));
    assertTrue(second.stream().received().isEmpty());
    assertTrue(first.stream().received().getFirst().hasProbe());
  }

  @Test
  void tokenIsNotSpentOnAPlaceThatIsFree() {
    world.freshTokens.add(SessionWorld.HOST + " fresh");
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.hello(Messages.anyHello().setRejoinToken("fresh").build()));
    assertTrue(line.stream().received().getFirst().hasHello());
    assertEquals(1, world.freshTokens.size());
  }

  @Test
  void strangerToTheJournalTakesThePlaceOfOneThatIsDead() {
    var first = world.opened();
    first.stream().received();
    var second = world.connect(SessionWorld.HOST);
    world.deliver(
        second,
        Messages.hello(Messages.anyHello().setIncarnation(Messages.incarnation(2, 1)).build()));
    assertTrue(second.stream().received().isEmpty());
    world.pass(SessionTimes.ofAgents().probe());
    assertTrue(second.stream().received().getFirst().hasHello());
    assertTrue(first.session().isOver());
  }

  @Test
  void revokedIdentityIsSentAwayAtOnce() {
    var line = world.opened();
    line.stream().received();
    world.store.update(
        Lane.API,
        tx -> {
          PeerId id = new PeerId(SessionWorld.HOST.high(), SessionWorld.HOST.low());
          Peer peer = tx.find(Tables.PEERS, id).orElseThrow();
          tx.update(Tables.PEERS, peer.revoked(world.time()));
          return true;
        });
    world.settle();
    assertRefused(line, RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED);
  }

  private static void assertRefused(SessionWorld.Line line, RefusalCode code) {
    List<SchedulerMessage> received = line.stream().received();
    assertEquals(code, received.getLast().getRefusal().getCode());
    assertTrue(line.session().isOver());
    assertTrue(line.stream().ended);
  }

  private static StateVersion synced(SessionWorld.Line line) {
    return line.stream().received().stream()
        .filter(SchedulerMessage::hasSyncEnd)
        .findFirst()
        .orElseThrow()
        .getSyncEnd()
        .getVersion();
  }
}
