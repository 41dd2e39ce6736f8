package io.berth.peer;

import com.google.protobuf.ByteString;
import io.berth.base.Moment;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.LeaseAnswer;
import io.berth.proto.common.Refusal;
import io.berth.proto.common.TrustBundle;
import io.berth.proto.common.TrustHeld;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stream with the scheduler from its hello to its end, as every kind of peer has it: the signed
 * clock, heartbeats and lease, silence. Driven by messages and time: its driver calls {@link
 * #begin} once, then {@link #on} for each message and {@link #turn} whenever the last turn asked
 * for it, something is to be told, or the stream became ready. Holds no thread and no socket; used
 * by one caller at a time. The only thing it waits for is the speaker's disk.
 *
 * @param <O> what this peer says
 * @param <I> what the scheduler says
 */
public final class Conversation<O, I> {
  /** How long an answer to the hello may take. */
  public static final Duration HELLO_PATIENCE = Duration.ofSeconds(30);

  /** So many heartbeats without any word mean that nobody is there. */
  static final int SILENT_HEARTBEATS = 3;

  static final Duration SILENCE_AT_LEAST = Duration.ofSeconds(5);

  private final Knowledge knowledge;
  private final Speaker<O, I> speaker;
  private final PeerStream<O> stream;
  private State state = new Unopened();
  private Duration heardAt = Duration.ZERO;
  private long skipped;
  private @Nullable TrustHeld told;

  /** Whom this peer trusts and what time it is for the scheduler; outlives conversations. */
  public record Knowledge(SchedulerTrust trust, ClockOffset offset) {}

  public Conversation(Knowledge knowledge, Speaker<O, I> speaker, PeerStream<O> stream) {
    this.knowledge = knowledge;
    this.speaker = speaker;
    this.stream = stream;
  }

  private sealed interface State {}

  private record Unopened() implements State {}

  /** The hello is sent, and the scheduler has said nothing yet. */
  private record Greeted(Duration sentAt, ByteString nonce) implements State {}

  private record Open(Heartbeats heartbeats) implements State {}

  private record Over(Ending ending) implements State {}

  /** Why it is over, once it is. */
  public Optional<Ending> ending() {
    return state instanceof Over(Ending ending) ? Optional.of(ending) : Optional.empty();
  }

  /** The scheduler has accepted the hello. */
  public boolean isOpen() {
    return state instanceof Open;
  }

  /** How many messages were of kinds that this peer does not know. */
  public long skipped() {
    return skipped;
  }

  // ------------------------------------------------------------------ hello

  /**
   * Says hello.
   *
   * @param nonce 16 to 64 random bytes that must come back in the scheduler's signed clock
   * @param rejoinToken lets this peer take the place of a living one whose journal it does not
   *     continue
   */
  public void begin(Moment now, ByteString nonce, Optional<String> rejoinToken) {
    if (!(state instanceof Unopened)) {
      throw new IllegalStateException("A conversation begins once");
    }
    O hello = speaker.hello(nonce, rejoinToken);
    state = new Greeted(now.sinceBoot(), nonce);
    heardAt = now.sinceBoot();
    stream.send(hello);
  }

  /** Takes one message; after the end they are without meaning. */
  public void on(I message, Moment now) {
    heardAt = now.sinceBoot();
    switch (state) {
      case Unopened _ -> throw new IllegalStateException("A conversation begins with its hello");
      case Greeted greeted -> answered(greeted, message, now);
      case Open(Heartbeats heartbeats) -> heard(heartbeats, message, now);
      case Over _ -> {}
    }
  }

  private void answered(Greeted greeted, I message, Moment now) {
    switch (speaker.read(message)) {
      case SchedulerWord.Hello hello -> open(greeted, hello, message, now);
      case SchedulerWord.No(Refusal refusal) -> refused(refusal);
      case SchedulerWord.Unknown _ -> skipped++;
      case SchedulerWord.Lease _, SchedulerWord.Probe _, SchedulerWord.Own _ ->
          breakOff("The scheduler said something else before its hello");
    }
  }

  private void open(Greeted greeted, SchedulerWord.Hello hello, I message, Moment now) {
    Optional<String> objection =
        hello.terms().objection(speaker.heldEpoch()).or(hello::furtherObjection);
    if (objection.isPresent()) {
      breakOff(objection.get());
      return;
    }
    try {
      byte[] nonce = greeted.nonce().toByteArray();
      Instant time = knowledge.trust().time(hello.clock(), nonce, stream.authorities());
      Optional<String> expired = stream.objection(time);
      if (expired.isPresent()) {
        breakOff(expired.get());
        return;
      }
      knowledge.offset().learn(time, now.wall());
      knowledge.trust().replace(hello.bundle());
    } catch (UntrustedException e) {
      breakOff(String.valueOf(e.getMessage()));
      return;
    }
    HelloTerms terms = hello.terms();
    state = new Open(new Heartbeats(Duration.ofMillis(terms.heartbeatIntervalMs()), now));
    speaker.leased(greeted.sentAt().plusMillis(terms.leaseMs()), now);
    speaker.opened(message, now);
  }

  // ------------------------------------------------------------------ messages

  private void heard(Heartbeats heartbeats, I message, Moment now) {
    switch (speaker.read(message)) {
      case SchedulerWord.Hello _ -> breakOff("The scheduler said hello twice");
      case SchedulerWord.Lease(LeaseAnswer answer) -> lease(heartbeats, answer, now);
      case SchedulerWord.No(Refusal refusal) -> refused(refusal);
      case SchedulerWord.Probe(long number) -> heartbeats.probed(number);
      case SchedulerWord.Unknown _ -> skipped++;
      case SchedulerWord.Own _ -> speaker.heard(message, now).ifPresent(this::over);
    }
  }

  private void lease(Heartbeats heartbeats, LeaseAnswer answer, Moment now) {
    if (!heartbeats.isSent(answer.getSequence()) || !HelloTerms.isLease(answer.getLeaseMs())) {
      breakOff(
          "A lease of "
              + Integer.toUnsignedString(answer.getLeaseMs())
              + " ms for heartbeat "
              + Long.toUnsignedString(answer.getSequence())
              + " is impossible");
      return;
    }
    if (answer.hasTrustBundle() && !trusts(answer.getTrustBundle())) {
      return;
    }
    Optional<Duration> sentAt = heartbeats.answered(answer);
    if (sentAt.isPresent()) {
      speaker.leased(sentAt.get().plusMillis(answer.getLeaseMs()), now);
      learn(answer, now);
    }
  }

  private boolean trusts(TrustBundle bundle) {
    try {
      knowledge.trust().replace(bundle);
      return true;
    } catch (UntrustedException e) {
      breakOff(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void learn(LeaseAnswer answer, Moment now) {
    try {
      knowledge.offset().learn(Times.instant(answer.getTime()), now.wall());
    } catch (DateTimeException | ArithmeticException _) {
      breakOff("The scheduler told a time that cannot be");
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
  public Duration turn(Moment now) {
    return switch (state) {
      case Unopened _, Over _ -> now.sinceBoot();
      case Greeted(Duration sentAt, _) -> awaitAnswer(sentAt.plus(HELLO_PATIENCE), now);
      case Open(Heartbeats heartbeats) -> work(heartbeats, now);
    };
  }

  private Duration awaitAnswer(Duration until, Moment now) {
    if (!now.isBefore(until)) {
      over(new Ending.Silent("The scheduler did not answer the hello in time"));
    }
    return until;
  }

  private Duration work(Heartbeats heartbeats, Moment now) {
    Duration silentAt = heardAt.plus(silence(heartbeats.interval()));
    if (!now.isBefore(silentAt)) {
      over(new Ending.Silent("The scheduler has said nothing for too long"));
      return now.sinceBoot();
    }
    boolean more = true;
    while (more && stream.isReady()) {
      Optional<O> next = next(heartbeats, now);
      next.ifPresent(stream::send);
      more = next.isPresent();
    }
    // A stream that is not ready rings when it is; the silence is looked at in any case.
    return more
        ? silentAt
        : sooner(silentAt, sooner(heartbeats.dueAt(), speaker.dueAt().orElse(silentAt)));
  }

  private Optional<O> next(Heartbeats heartbeats, Moment now) {
    return heartbeats.isDue(now)
        ? Optional.of(speaker.heartbeat(telling(heartbeats.beat(now))))
        : speaker.next(now);
  }

  /** Adds what this peer has on its disk, when the scheduler does not know that yet. */
  private Heartbeat telling(Heartbeat beat) {
    TrustHeld held = knowledge.trust().held();
    if (held.equals(told)) {
      return beat;
    }
    told = held;
    return beat.toBuilder().setTrust(held).build();
  }

  private static Duration sooner(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration silence(Duration interval) {
    Duration some = interval.multipliedBy(SILENT_HEARTBEATS);
    return some.compareTo(SILENCE_AT_LEAST) < 0 ? SILENCE_AT_LEAST : some;
  }

  // ------------------------------------------------------------------ end

  private void breakOff(String sentence) {
    over(new Ending.Broken(sentence));
  }

  /** The stream has ended under it. */
  public void cut(String sentence) {
    over(new Ending.Cut(sentence));
  }

  private void over(Ending ending) {
    if (!(state instanceof Over)) {
      state = new Over(ending);
    }
  }
}
