package io.berth.agent.link;

import com.google.protobuf.ByteString;
import io.berth.agent.journal.MalformedException;
import io.berth.agent.journal.StateWire;
import io.berth.agent.model.HostFacts;
import io.berth.agent.model.StateVersion;
import io.berth.agent.task.MergedReports;
import io.berth.agent.task.TaskRunners;
import io.berth.base.Moment;
import io.berth.peer.Bounds;
import io.berth.peer.ClockOffset;
import io.berth.peer.Conversation;
import io.berth.peer.Ending;
import io.berth.peer.Heartbeats;
import io.berth.peer.HelloTerms;
import io.berth.peer.PeerStream;
import io.berth.peer.SchedulerTrust;
import io.berth.peer.Times;
import io.berth.peer.UntrustedException;
import io.berth.proto.agent.AgentHello;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AssignmentQuery;
import io.berth.proto.agent.SchedulerHello;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.LeaseAnswer;
import io.berth.proto.common.Refusal;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One session with the scheduler, from the hello to its end, driven by messages and time: its
 * driver calls {@link #begin} once, then {@link #on} for each message and {@link #turn} whenever
 * the last turn asked for it, something was reported, or the stream became ready. Holds no thread
 * and no socket; used by one caller at a time. The only thing it waits for is the journal's disk.
 */
public final class Session implements Conversation<SchedulerMessage> {
  /** How long an answer to the hello may take. */
  static final Duration HELLO_PATIENCE = Duration.ofSeconds(30);

  /** So many heartbeats without any word mean that nobody is there. */
  static final int SILENT_HEARTBEATS = 3;

  static final Duration SILENCE_AT_LEAST = Duration.ofSeconds(5);
  private static final int MOST_QUERIED_AT_ONCE = 1_000;

  private final Parts parts;
  private final PeerStream<AgentMessage> stream;
  private final byte[] nonce;
  private final Optional<String> rejoinToken;
  private final Outbox outbox;
  private State state = new Unopened();
  private io.berth.proto.agent.@Nullable HostFacts toldFacts;
  private Duration heardAt = Duration.ZERO;
  private long skipped;

  /** What a session works with; all of it outlives the session. */
  public record Parts(
      TaskRunners runners,
      MergedReports reports,
      Lease lease,
      SchedulerTrust trust,
      ClockOffset offset,
      PlanRoom room,
      Greeting greeting) {}

  /**
   * The nonce, 16 to 64 random bytes, must come back in the scheduler's signed clock. A fresh join
   * token lets this session take the place of a living one whose journal it does not continue.
   */
  public Session(
      Parts parts, PeerStream<AgentMessage> stream, byte[] nonce, Optional<String> rejoinToken) {
    this.parts = parts;
    this.stream = stream;
    this.nonce = nonce.clone();
    this.rejoinToken = rejoinToken;
    this.outbox = new Outbox(parts.runners(), parts.reports(), parts.offset());
  }

  private sealed interface State {}

  private record Unopened() implements State {}

  /** The hello is sent, and the scheduler has said nothing yet. */
  private record Greeted(Duration sentAt) implements State {}

  private record Open(DesiredIntake desired, Heartbeats heartbeats) implements State {}

  private record Over(Ending ending) implements State {}

  @Override
  public Optional<Ending> ending() {
    return state instanceof Over(Ending ending) ? Optional.of(ending) : Optional.empty();
  }

  @Override
  public boolean isOpen() {
    return state instanceof Open;
  }

  /** How many messages were of kinds that this agent does not know. */
  public long skipped() {
    return skipped;
  }

  // ------------------------------------------------------------------ hello

  @Override
  public void begin(Moment now) {
    if (!(state instanceof Unopened)) {
      throw new IllegalStateException("A session begins once");
    }
    toldFacts = FactsWire.facts(parts.greeting().facts().get());
    var hello =
        AgentHello.newBuilder()
            .setIncarnation(FactsWire.incarnation(parts.greeting()))
            .setFacts(toldFacts)
            .setEngine(FactsWire.engine(parts.runners().engineStatus(), parts.offset().offset()))
            .addAllFeatures(parts.greeting().features().stream().sorted().toList())
            .setClockNonce(ByteString.copyFrom(nonce));
    parts.runners().version().map(StateWire::version).ifPresent(hello::setDesiredVersion);
    rejoinToken.ifPresent(hello::setRejoinToken);
    state = new Greeted(now.sinceBoot());
    heardAt = now.sinceBoot();
    stream.send(AgentMessage.newBuilder().setHello(hello).build());
  }

  @Override
  public void on(SchedulerMessage message, Moment now) {
    heardAt = now.sinceBoot();
    switch (state) {
      case Unopened _ -> throw new IllegalStateException("A session begins with its hello");
      case Greeted greeted -> answered(greeted, message, now);
      case Open open -> heard(open, message, now);
      case Over _ -> {}
    }
  }

  private void answered(Greeted greeted, SchedulerMessage message, Moment now) {
    switch (message.getKindCase()) {
      case HELLO -> open(greeted, message.getHello(), now);
      case REFUSAL -> refused(message.getRefusal());
      case KIND_NOT_SET -> skipped++;
      case LEASE, DIFFERENCE, SYNC_BEGIN, SYNC_CHUNK, SYNC_END, PROBE, ASSIGNMENT_QUERY ->
          breakOff("The scheduler said " + message.getKindCase() + " before its hello");
    }
  }

  private void open(Greeted greeted, SchedulerHello hello, Moment now) {
    Optional<String> objection = terms(hello).objection(heldEpoch());
    if (objection.isPresent()) {
      breakOff(objection.get());
      return;
    }
    try {
      Instant time = parts.trust().time(hello.getClock(), nonce);
      Optional<String> expired = stream.objection(time);
      if (expired.isPresent()) {
        breakOff(expired.get());
        return;
      }
      parts.offset().learn(time, now.wall());
      parts.trust().replace(hello.getTrustBundle());
    } catch (UntrustedException e) {
      breakOff(String.valueOf(e.getMessage()));
      return;
    }
    state =
        new Open(
            new DesiredIntake(hello.getEpoch(), parts.runners(), parts.room(), outbox),
            new Heartbeats(Duration.ofMillis(hello.getHeartbeatIntervalMs()), now));
    parts.lease().grant(greeted.sentAt().plusMillis(hello.getLeaseMs()), now);
    outbox.beginInventory();
  }

  private static HelloTerms terms(SchedulerHello hello) {
    return new HelloTerms(
        hello.getLeaseMs(),
        hello.getHeartbeatIntervalMs(),
        hello.getFeaturesCount(),
        hello.getEpoch());
  }

  private OptionalLong heldEpoch() {
    return parts.runners().version().stream().mapToLong(StateVersion::epoch).findFirst();
  }

  // ------------------------------------------------------------------ messages

  private void heard(Open open, SchedulerMessage message, Moment now) {
    switch (message.getKindCase()) {
      case HELLO -> breakOff("The scheduler said hello twice");
      case LEASE -> lease(open, message.getLease(), now);
      case DIFFERENCE, SYNC_BEGIN, SYNC_CHUNK, SYNC_END -> desired(open, message, now);
      case REFUSAL -> refused(message.getRefusal());
      case PROBE -> open.heartbeats().probed(message.getProbe().getNumber());
      case ASSIGNMENT_QUERY -> query(message.getAssignmentQuery());
      case KIND_NOT_SET -> skipped++;
    }
  }

  private void lease(Open open, LeaseAnswer answer, Moment now) {
    if (!open.heartbeats().isSent(answer.getSequence())
        || !HelloTerms.isLease(answer.getLeaseMs())) {
      breakOff(
          "A lease of "
              + Integer.toUnsignedString(answer.getLeaseMs())
              + " ms for heartbeat "
              + Long.toUnsignedString(answer.getSequence())
              + " is impossible");
      return;
    }
    Optional<Duration> sentAt = open.heartbeats().answered(answer);
    if (sentAt.isPresent()) {
      parts.lease().grant(sentAt.get().plusMillis(answer.getLeaseMs()), now);
      learn(answer, now);
    }
  }

  private void learn(LeaseAnswer answer, Moment now) {
    try {
      parts.offset().learn(Times.instant(answer.getTime()), now.wall());
    } catch (DateTimeException | ArithmeticException _) {
      breakOff("The scheduler told a time that cannot be");
    }
  }

  private void query(AssignmentQuery query) {
    if (query.getTaskIdsCount() > MOST_QUERIED_AT_ONCE) {
      breakOff("A query names " + query.getTaskIdsCount() + " tasks");
      return;
    }
    try {
      for (String id : query.getTaskIdsList()) {
        if (!outbox.query(DesiredWire.taskId(id))) {
          breakOff("More than " + Outbox.MOST_QUERIED + " queried tasks wait for an answer");
          return;
        }
      }
    } catch (MalformedException e) {
      breakOff("A query cannot be read: " + e.getMessage());
    }
  }

  /** When the journal did not take it nothing of it holds; another session is told what does. */
  private void desired(Open open, SchedulerMessage message, Moment now) {
    try {
      open.desired().on(message, now.wall());
    } catch (IOException e) {
      over(new Ending.Failed("The journal did not take the desired state: " + e.getMessage()));
    }
  }

  private void refused(Refusal refusal) {
    Optional<Duration> retryAfter = Bounds.retryAfter(refusal);
    over(new Ending.Refused(refusal.getCode(), Bounds.sentence(refusal.getSentence()), retryAfter));
  }

  // ------------------------------------------------------------------ turns

  /**
   * Sends what there is to say as long as the stream is ready, and looks at the time; answers when
   * it is to be called again at the latest.
   */
  @Override
  public Duration turn(Moment now) {
    parts.lease().turn(now);
    return switch (state) {
      case Unopened _, Over _ -> now.sinceBoot();
      case Greeted(Duration sentAt) -> awaitAnswer(sentAt.plus(HELLO_PATIENCE), now);
      case Open open -> work(open, now);
    };
  }

  private Duration awaitAnswer(Duration until, Moment now) {
    if (!now.isBefore(until)) {
      over(new Ending.Silent("The scheduler did not answer the hello in time"));
    }
    return until;
  }

  private Duration work(Open open, Moment now) {
    Heartbeats heartbeats = open.heartbeats();
    Duration silentAt = heardAt.plus(silence(heartbeats.interval()));
    if (!now.isBefore(silentAt)) {
      over(new Ending.Silent("The scheduler has said nothing for too long"));
      return now.sinceBoot();
    }
    boolean more = true;
    while (more && stream.isReady()) {
      Optional<AgentMessage> next = next(heartbeats, now);
      next.ifPresent(stream::send);
      more = next.isPresent();
    }
    // A stream that is not ready rings when it is; the silence is looked at in any case.
    return !heartbeats.isDue(now) && heartbeats.dueAt().compareTo(silentAt) < 0
        ? heartbeats.dueAt()
        : silentAt;
  }

  private static Duration silence(Duration interval) {
    Duration some = interval.multipliedBy(SILENT_HEARTBEATS);
    return some.compareTo(SILENCE_AT_LEAST) < 0 ? SILENCE_AT_LEAST : some;
  }

  private Optional<AgentMessage> next(Heartbeats heartbeats, Moment now) {
    if (heartbeats.isDue(now)) {
      return Optional.of(AgentMessage.newBuilder().setHeartbeat(heartbeats.beat(now)).build());
    }
    return changedFacts().or(this::changedEngine).or(outbox::next);
  }

  private Optional<AgentMessage> changedFacts() {
    HostFacts current = parts.greeting().facts().get();
    io.berth.proto.agent.HostFacts facts = FactsWire.facts(current);
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

  // ------------------------------------------------------------------ end

  private void breakOff(String sentence) {
    over(new Ending.Broken(sentence));
  }

  @Override
  public void cut(String sentence) {
    over(new Ending.Cut(sentence));
  }

  private void over(Ending ending) {
    if (!(state instanceof Over)) {
      state = new Over(ending);
    }
  }
}
