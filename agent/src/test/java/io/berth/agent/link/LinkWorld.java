package io.berth.agent.link;

import com.google.protobuf.ByteString;
import io.berth.agent.journal.AssignmentWire;
import io.berth.agent.journal.StateWire;
import io.berth.agent.model.Assignment;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.HostFacts;
import io.berth.agent.model.HostFacts.Addresses;
import io.berth.agent.model.HostFacts.Architecture;
import io.berth.agent.model.HostFacts.Capacity;
import io.berth.agent.model.HostFacts.Defaults;
import io.berth.agent.model.HostFacts.EngineFacts;
import io.berth.agent.model.HostFacts.EngineKind;
import io.berth.agent.model.HostFacts.Machine;
import io.berth.agent.model.HostFacts.PortRange;
import io.berth.agent.model.StateVersion;
import io.berth.agent.task.MergedReports;
import io.berth.agent.world.AgentWorld;
import io.berth.base.Moment;
import io.berth.peer.ClockOffset;
import io.berth.peer.Conversation;
import io.berth.peer.LinkFiles;
import io.berth.peer.PeerStream;
import io.berth.peer.SchedulerTrust;
import io.berth.peer.TestAuthority;
import io.berth.peer.Times;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.DesiredDifference;
import io.berth.proto.agent.FullSyncBegin;
import io.berth.proto.agent.FullSyncChunk;
import io.berth.proto.agent.FullSyncEnd;
import io.berth.proto.agent.SchedulerHello;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.LeaseAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A whole agent with a session on virtual time; the test is its scheduler. */
final class LinkWorld {
  static final byte[] NONCE = "sixteen bytes ok".getBytes(java.nio.charset.StandardCharsets.UTF_8);
  static final int LEASE_MS = 10_000;
  static final int INTERVAL_MS = 2_000;

  /** Made once: keys take time. */
  private static final TestAuthority AUTHORITY =
      new TestAuthority("1", Instant.parse("2025-12-01T00:00:00Z"));

  final AgentWorld agent = AgentWorld.started();
  final TestAuthority authority = AUTHORITY;
  final LinkFiles files;
  final MergedReports reports = new MergedReports(() -> {});
  final ClockOffset offset = new ClockOffset();
  final SchedulerTrust trust;
  final List<AgentMessage> sent = new ArrayList<>();
  HostFacts facts = facts("10.0.0.1");
  Optional<String> objection = Optional.empty();
  boolean ready = true;

  Optional<String> rejoinToken = Optional.empty();

  final Departure departure = new Departure();

  /** As of the next session. */
  PlanRoom room = PlanRoom.ofHeap(1L << 30);

  Conversation<AgentMessage, SchedulerMessage> session;
  private final Instant bootedAt = agent.now().minus(Duration.ofDays(3));
  private Duration suspended = Duration.ZERO;
  private Lease lease;

  /** The kernel's id of this life of the host. */
  String bootId = "boot-1";

  LinkWorld(Path directory) {
    files = new LinkFiles(directory);
    trust = new SchedulerTrust(files, authority.trusted());
    agent.tellAlso(reports);
    lease = new Lease(agent.runners(), bootId);
    session = newSession();
  }

  static HostFacts facts(String address) {
    return new HostFacts(
        new Capacity(2_048, 1L << 30, List.of()),
        new Addresses(Optional.of(address), Optional.empty()),
        new PortRange(20_000, 20_099),
        List.of(),
        Map.of("zone", Optional.of("a"), "quiet", Optional.empty()),
        new EngineFacts(EngineKind.DOCKER, "28.0", "1.44"),
        new Defaults(Duration.ofSeconds(30), PullBehaviour.PULL_OR_CACHED),
        new Machine("host-1", "Debian 13", Architecture.X86_64, "6.1", 2),
        "0.1.0",
        Map.of());
  }

  private Conversation<AgentMessage, SchedulerMessage> newSession() {
    var greeting =
        new Greeting(
            bootId,
            agent.journal().journalId(),
            agent.journal().startCounter(),
            () -> facts,
            Set.of("known"));
    var parts =
        new SessionParts(agent.runners(), reports, lease, offset, room, greeting, departure);
    return new Conversation<>(
        new Conversation.Knowledge(trust, offset), new AgentDialect(parts).speaker(), new Wire());
  }

  void begin() {
    session.begin(now(), ByteString.copyFrom(NONCE), rejoinToken);
  }

  /** What a broken stream leads to: the next session of the same agent. */
  void reconnect() {
    session.cut("test");
    sent.clear();
    session = newSession();
  }

  /** The agent's process is another one. */
  void restart() {
    agent.restart();
    lease = new Lease(agent.runners(), bootId);
    reconnect();
  }

  final class Wire implements PeerStream<AgentMessage> {
    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void send(AgentMessage message) {
      if (message.getSerializedSize() > 256 << 10) {
        throw new AssertionError("A message has " + message.getSerializedSize() + " bytes");
      }
      sent.add(message);
    }

    @Override
    public Optional<String> objection(Instant schedulersTime) {
      return objection;
    }
  }

  // ------------------------------------------------------------------ time

  Moment now() {
    return new Moment(agent.now(), Duration.between(bootedAt, agent.now()).plus(suspended));
  }

  /** Lets time pass with turns and an agent that works. */
  void pass(Duration time) {
    Instant end = agent.now().plus(time);
    while (agent.now().isBefore(end)) {
      agent.settle();
      turn();
      agent.pass(Duration.ofMillis(250));
    }
    agent.settle();
    turn();
  }

  void suspend(Duration time) {
    suspended = suspended.plus(time);
  }

  Duration turn() {
    lease.turn(now());
    return session.turn(now());
  }

  /** As pass does, with a scheduler that answers heartbeats. */
  void passAlive(Duration time) {
    Instant end = agent.now().plus(time);
    while (agent.now().isBefore(end)) {
      pass(Duration.ofMillis(500));
      answerHeartbeats();
    }
  }

  // ------------------------------------------------------------------ the scheduler

  void say(SchedulerMessage message) {
    session.on(message, now());
    turn();
  }

  void open() {
    begin();
    say(hello(1));
  }

  SchedulerMessage hello(long epoch) {
    return SchedulerMessage.newBuilder().setHello(helloBody(epoch)).build();
  }

  SchedulerHello helloBody(long epoch) {
    return SchedulerHello.newBuilder()
        .setClock(authority.clock(agent.now(), NONCE))
        .setEpoch(epoch)
        .setLeaseMs(LEASE_MS)
        .setHeartbeatIntervalMs(INTERVAL_MS)
        .setTrustBundle(TestAuthority.bundle(authority))
        .build();
  }

  static SchedulerMessage sayHello(SchedulerHello hello) {
    return SchedulerMessage.newBuilder().setHello(hello).build();
  }

  void answerHeartbeats() {
    for (AgentMessage message : List.copyOf(sent)) {
      if (message.hasHeartbeat()) {
        say(leaseAnswer(message.getHeartbeat().getSequence(), LEASE_MS));
        sent.remove(message);
      }
    }
  }

  SchedulerMessage leaseAnswer(long sequence, int leaseMs) {
    return SchedulerMessage.newBuilder()
        .setLease(
            LeaseAnswer.newBuilder()
                .setSequence(sequence)
                .setLeaseMs(leaseMs)
                .setTime(Times.timestamp(agent.now())))
        .build();
  }

  static io.berth.proto.common.StateVersion version(long number) {
    return StateWire.version(new StateVersion(1, number));
  }

  static DesiredChange change(Assignment... assignments) {
    var change = DesiredChange.newBuilder();
    for (Assignment one : assignments) {
      change.addAssignments(AssignmentWire.write(one));
    }
    return change.build();
  }

  void sync(long number, DesiredChange... chunks) {
    say(begin(number));
    for (int index = 0; index < chunks.length; index++) {
      say(chunk(index, chunks[index]));
    }
    say(end(number, chunks.length));
  }

  static SchedulerMessage begin(long number) {
    return SchedulerMessage.newBuilder()
        .setSyncBegin(FullSyncBegin.newBuilder().setVersion(version(number)))
        .build();
  }

  static SchedulerMessage chunk(int index, DesiredChange change) {
    return SchedulerMessage.newBuilder()
        .setSyncChunk(FullSyncChunk.newBuilder().setIndex(index).setChange(change))
        .build();
  }

  static SchedulerMessage end(long number, int chunks) {
    return SchedulerMessage.newBuilder()
        .setSyncEnd(FullSyncEnd.newBuilder().setVersion(version(number)).setChunkCount(chunks))
        .build();
  }

  static SchedulerMessage difference(long base, long next, DesiredChange change) {
    return SchedulerMessage.newBuilder()
        .setDifference(
            DesiredDifference.newBuilder()
                .setBase(version(base))
                .setVersion(version(next))
                .setChange(change))
        .build();
  }

  // ------------------------------------------------------------------ what came

  AgentMessage only(AgentMessage.KindCase kind) {
    List<AgentMessage> all = all(kind);
    if (all.size() != 1) {
      throw new AssertionError("Expected one " + kind + " but there is " + sent);
    }
    return all.getFirst();
  }

  List<AgentMessage> all(AgentMessage.KindCase kind) {
    return sent.stream().filter(message -> message.getKindCase() == kind).toList();
  }

  List<DesiredAck> acks() {
    return all(AgentMessage.KindCase.DESIRED_ACK).stream()
        .map(AgentMessage::getDesiredAck)
        .toList();
  }

  List<TaskStatus> reported() {
    return all(AgentMessage.KindCase.REPORT).stream()
        .flatMap(message -> message.getReport().getTasksList().stream())
        .toList();
  }

  List<TaskStatus> inventory() {
    return all(AgentMessage.KindCase.INVENTORY).stream()
        .flatMap(message -> message.getInventory().getTasksList().stream())
        .toList();
  }
}
