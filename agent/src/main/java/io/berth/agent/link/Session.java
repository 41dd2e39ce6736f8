package io.berth.agent.link;

import com.google.protobuf.ByteString;
import io.berth.agent.journal.MalformedException;
import io.berth.agent.journal.StateWire;
import io.berth.agent.model.StateVersion;
import io.berth.base.Moment;
import io.berth.peer.Ending;
import io.berth.peer.HelloTerms;
import io.berth.peer.SchedulerWord;
import io.berth.peer.Speaker;
import io.berth.proto.agent.AgentHello;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AssignmentQuery;
import io.berth.proto.agent.HostFacts;
import io.berth.proto.agent.SchedulerHello;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.Heartbeat;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The agent's side of one session: what it tells of its host and tasks, and how it takes what the
 * scheduler wants. Used by the session's conversation alone. The only thing it waits for is the
 * journal's disk.
 */
final class Session implements Speaker<AgentMessage, SchedulerMessage> {
  private static final int MOST_QUERIED_AT_ONCE = 1_000;

  private final SessionParts parts;
  private final Outbox outbox;
  private final ShutdownWords shutdown;
  private @Nullable HostFacts toldFacts;
  private @Nullable DesiredIntake desired;

  Session(SessionParts parts) {
    this.parts = parts;
    this.outbox = new Outbox(parts.runners(), parts.reports(), parts.offset());
    this.shutdown = new ShutdownWords(parts.departure());
  }

  // ------------------------------------------------------------------ hello

  @Override
  public AgentMessage hello(ByteString nonce, Optional<String> rejoinToken) {
    HostFacts facts = FactsWire.facts(parts.greeting().facts().get());
    toldFacts = facts;
    var hello =
        AgentHello.newBuilder()
            .setIncarnation(FactsWire.incarnation(parts.greeting()))
            .setFacts(facts)
            .setEngine(FactsWire.engine(parts.runners().engineStatus(), parts.offset().offset()))
            .addAllFeatures(parts.greeting().features().stream().sorted().toList())
            .setClockNonce(nonce);
    parts.runners().version().map(StateWire::version).ifPresent(hello::setDesiredVersion);
    rejoinToken.ifPresent(hello::setRejoinToken);
    return AgentMessage.newBuilder().setHello(hello).build();
  }

  @Override
  public OptionalLong heldEpoch() {
    return parts.runners().version().stream().mapToLong(StateVersion::epoch).findFirst();
  }

  @Override
  public void leased(Duration until, Moment now) {
    parts.lease().grant(until, now);
  }

  @Override
  public void opened(SchedulerMessage hello, Moment now) {
    desired = new DesiredIntake(hello.getHello().getEpoch(), parts.runners(), parts.room(), outbox);
    outbox.beginInventory();
    shutdown.opened(hello.getHello());
  }

  // ------------------------------------------------------------------ what is heard

  @Override
  public SchedulerWord read(SchedulerMessage message) {
    return switch (message.getKindCase()) {
      case HELLO -> read(message.getHello());
      case LEASE -> new SchedulerWord.Lease(message.getLease());
      case REFUSAL -> new SchedulerWord.No(message.getRefusal());
      case PROBE -> new SchedulerWord.Probe(message.getProbe().getNumber());
      case DIFFERENCE, SYNC_BEGIN, SYNC_CHUNK, SYNC_END, ASSIGNMENT_QUERY, SHUTDOWN_PROGRESS ->
          new SchedulerWord.Own();
      case KIND_NOT_SET -> new SchedulerWord.Unknown();
    };
  }

  private static SchedulerWord read(SchedulerHello hello) {
    var terms =
        new HelloTerms(
            hello.getLeaseMs(),
            hello.getHeartbeatIntervalMs(),
            hello.getFeaturesCount(),
            hello.getEpoch());
    return new SchedulerWord.Hello(
        terms, hello.getClock(), hello.getTrustBundle(), Optional.empty());
  }

  @Override
  public Optional<Ending> heard(SchedulerMessage message, Moment now) {
    if (message.hasShutdownProgress()) {
      shutdown.heard(message.getShutdownProgress());
      return Optional.empty();
    }
    return message.hasAssignmentQuery()
        ? query(message.getAssignmentQuery()).map(Ending.Broken::new)
        : desired(message, now);
  }

  /** Answers what is wrong with it, if so. */
  private Optional<String> query(AssignmentQuery query) {
    if (query.getTaskIdsCount() > MOST_QUERIED_AT_ONCE) {
      return Optional.of("A query names " + query.getTaskIdsCount() + " tasks");
    }
    try {
      for (String id : query.getTaskIdsList()) {
        if (!outbox.query(DesiredWire.taskId(id))) {
          return Optional.of(
              "More than " + Outbox.MOST_QUERIED + " queried tasks wait for an answer");
        }
      }
      return Optional.empty();
    } catch (MalformedException e) {
      return Optional.of("A query cannot be read: " + e.getMessage());
    }
  }

  /** When the journal did not take it nothing of it holds; another session is told what does. */
  private Optional<Ending> desired(SchedulerMessage message, Moment now) {
    try {
      Objects.requireNonNull(desired).on(message, now.wall());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          new Ending.Failed("The journal did not take the desired state: " + e.getMessage()));
    }
  }

  // ------------------------------------------------------------------ what is said

  @Override
  public AgentMessage heartbeat(Heartbeat beat) {
    return AgentMessage.newBuilder().setHeartbeat(beat).build();
  }

  @Override
  public Optional<AgentMessage> next(Moment now) {
    return changedFacts().or(this::changedEngine).or(shutdown::next).or(outbox::next);
  }

  private Optional<AgentMessage> changedFacts() {
    HostFacts facts = FactsWire.facts(parts.greeting().facts().get());
    if (facts.equals(toldFacts)) {
      return Optional.empty();
    }
    toldFacts = facts;
    return Optional.of(AgentMessage.newBuilder().setFacts(facts).build());
  }

  private Optional<AgentMessage> changedEngine() {
    return parts
        .reports()
        .takeEngine()
        .map(status ->
            AgentMessage.newBuilder()
                .setEngine(FactsWire.engine(status, parts.offset().offset()))
                .build());
  }

  @Override
  public Optional<Duration> dueAt() {
    return Optional.empty();
  }
}
