package io.berth.proxy.feed;

import com.google.protobuf.ByteString;
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
import io.berth.proto.common.Incarnation;
import io.berth.proto.common.LeaseAnswer;
import io.berth.proto.common.Refusal;
import io.berth.proto.proxy.FeedHello;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyHello;
import io.berth.proto.proxy.ProxyMessage;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One feed from the scheduler, from the hello to its end, driven by messages and time. Holds no
 * thread and no socket; used by one caller at a time. It waits for the disk of the table and for
 * the loops that serve it, and for nothing else.
 */
public final class FeedSession implements Conversation<FeedMessage> {
  /** How long an answer to the hello may take. */
  static final Duration HELLO_PATIENCE = Duration.ofSeconds(30);

  /** So many heartbeats without any word mean that nobody is there. */
  static final int SILENT_HEARTBEATS = 3;

  static final Duration SILENCE_AT_LEAST = Duration.ofSeconds(5);

  private final Parts parts;
  private final PeerStream<ProxyMessage> stream;
  private final byte[] nonce;
  private final Optional<String> rejoinToken;
  private State state = new Unopened();
  private Duration heardAt = Duration.ZERO;
  private long skipped;

  /** What a feed works with; all of it outlives the feed. */
  public record Parts(
      TablePlace place,
      HealthSource health,
      DrainSource drains,
      Contact contact,
      SchedulerTrust trust,
      ClockOffset offset,
      Greeting greeting) {}

  /**
   * The nonce, 16 to 64 random bytes, must come back in the scheduler's signed clock. A fresh join
   * token lets this feed take the place of a living one whose journal it does not continue.
   */
  public FeedSession(
      Parts parts, PeerStream<ProxyMessage> stream, byte[] nonce, Optional<String> rejoinToken) {
    this.parts = parts;
    this.stream = stream;
    this.nonce = nonce.clone();
    this.rejoinToken = rejoinToken;
  }

  private sealed interface State {}

  private record Unopened() implements State {}

  /** The hello is sent, and the scheduler has said nothing yet. */
  private record Greeted(Duration sentAt) implements State {}

  private record Open(TableIntake tables, FeedOutbox outbox, Heartbeats heartbeats)
      implements State {}

  private record Over(Ending ending) implements State {}

  @Override
  public Optional<Ending> ending() {
    return state instanceof Over(Ending ending) ? Optional.of(ending) : Optional.empty();
  }

  @Override
  public boolean isOpen() {
    return state instanceof Open;
  }

  /** How many messages were of kinds that this proxy does not know. */
  public long skipped() {
    return skipped;
  }

  // ------------------------------------------------------------------ hello

  @Override
  public void begin(Moment now) {
    if (!(state instanceof Unopened)) {
      throw new IllegalStateException("A feed begins once");
    }
    Greeting greeting = parts.greeting();
    var hello =
        ProxyHello.newBuilder()
            .setIncarnation(
                Incarnation.newBuilder()
                    .setBootId(greeting.bootId())
                    .setJournalId(ByteString.copyFrom(greeting.journal()))
                    .setStartCounter(greeting.startCounter()))
            .addAllListenAddresses(greeting.listenAddresses())
            .addAllFeatures(RoutingWire.sorted(greeting.abilities().features()))
            .setClockNonce(ByteString.copyFrom(nonce))
            .setHostName(Bounds.text(greeting.hostName(), 253))
            .setProxyVersion(Bounds.text(greeting.programVersion(), 64));
    parts
        .place()
        .served()
        .ifPresent(served ->
            hello
                .setServedVersion(RoutingWire.version(served.version()))
                .setServedHash(ByteString.copyFrom(served.table().hash().bytes())));
    rejoinToken.ifPresent(hello::setRejoinToken);
    state = new Greeted(now.sinceBoot());
    heardAt = now.sinceBoot();
    stream.send(ProxyMessage.newBuilder().setHello(hello).build());
  }

  @Override
  public void on(FeedMessage message, Moment now) {
    heardAt = now.sinceBoot();
    switch (state) {
      case Unopened _ -> throw new IllegalStateException("A feed begins with its hello");
      case Greeted greeted -> answered(greeted, message, now);
      case Open open -> heard(open, message, now);
      case Over _ -> {}
    }
  }

  private void answered(Greeted greeted, FeedMessage message, Moment now) {
    switch (message.getKindCase()) {
      case HELLO -> open(greeted, message.getHello(), now);
      case REFUSAL -> refused(message.getRefusal());
      case KIND_NOT_SET -> skipped++;
      case LEASE, DIFFERENCE, SYNC_BEGIN, SYNC_CHUNK, SYNC_END, PROBE, HEALTH_REQUEST ->
          breakOff("The scheduler said " + message.getKindCase() + " before its hello");
    }
  }

  private void open(Greeted greeted, FeedHello hello, Moment now) {
    Optional<String> objection = FeedTerms.objection(hello, servedEpoch());
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
    FeedTerms terms = FeedTerms.of(hello);
    parts.contact().terms(terms.maxStale());
    parts.contact().granted(greeted.sentAt().plusMillis(hello.getLeaseMs()));
    state =
        new Open(
            new TableIntake(hello.getEpoch(), parts.place(), parts.greeting().abilities()),
            new FeedOutbox(parts, terms, now),
            new Heartbeats(Duration.ofMillis(hello.getHeartbeatIntervalMs()), now));
  }

  private OptionalLong servedEpoch() {
    return parts.place().served().stream()
        .mapToLong(served -> served.version().epoch())
        .findFirst();
  }

  // ------------------------------------------------------------------ messages

  private void heard(Open open, FeedMessage message, Moment now) {
    switch (message.getKindCase()) {
      case HELLO -> breakOff("The scheduler said hello twice");
      case LEASE -> lease(open, message.getLease(), now);
      case DIFFERENCE, SYNC_BEGIN, SYNC_CHUNK, SYNC_END -> table(open, message);
      case REFUSAL -> refused(message.getRefusal());
      case PROBE -> open.heartbeats().probed(message.getProbe().getNumber());
      case HEALTH_REQUEST -> open.outbox().tellAll();
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
      parts.contact().granted(sentAt.get().plusMillis(answer.getLeaseMs()));
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

  /** When the disk did not take it nothing of it holds; another feed is told what does. */
  private void table(Open open, FeedMessage message) {
    try {
      open.tables().on(message).ifPresent(open.outbox()::word);
    } catch (IOException e) {
      over(new Ending.Failed("The disk did not take the table: " + e.getMessage()));
    }
  }

  private void refused(Refusal refusal) {
    Optional<Duration> retryAfter = Bounds.retryAfter(refusal);
    over(new Ending.Refused(refusal.getCode(), Bounds.sentence(refusal.getSentence()), retryAfter));
  }

  // ------------------------------------------------------------------ turns

  @Override
  public Duration turn(Moment now) {
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
    Duration silentAt = heardAt.plus(silence(open.heartbeats().interval()));
    if (!now.isBefore(silentAt)) {
      over(new Ending.Silent("The scheduler has said nothing for too long"));
      return now.sinceBoot();
    }
    boolean more = true;
    while (more && stream.isReady()) {
      Optional<ProxyMessage> next = next(open, now);
      next.ifPresent(stream::send);
      more = next.isPresent();
    }
    if (!more) {
      return sooner(silentAt, sooner(open.heartbeats().dueAt(), open.outbox().dueAt()));
    }
    // A stream that is not ready rings when it is; the silence is looked at in any case.
    return silentAt;
  }

  private static Duration sooner(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration silence(Duration interval) {
    Duration some = interval.multipliedBy(SILENT_HEARTBEATS);
    return some.compareTo(SILENCE_AT_LEAST) < 0 ? SILENCE_AT_LEAST : some;
  }

  private static Optional<ProxyMessage> next(Open open, Moment now) {
    return open.heartbeats().isDue(now)
        ? Optional.of(ProxyMessage.newBuilder().setHeartbeat(open.heartbeats().beat(now)).build())
        : open.outbox().next(now);
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
