package io.berth.peer;

import com.google.protobuf.ByteString;
import io.berth.base.Moment;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The link of one peer on virtual time: opens one conversation after the other, as the threads of a
 * {@link SchedulerLink} do, over streams that its world gives. Driven by one caller.
 *
 * @param <O> what the peer says
 * @param <I> what it hears
 */
public final class VirtualLink<O, I> {
  /** As often the lease is looked at while nothing else happens. */
  private static final Duration LEASE_LOOK = Duration.ofSeconds(1);

  private static final int NONCE_BYTES = 32;

  private final Conversation.Knowledge knowledge;
  private final Dialect<O, I> dialect;
  private final Dialer<O> dialer;
  private final RandomGenerator random;
  private final Pace pace;
  private @Nullable Conversation<O, I> session;
  private @Nullable Way<O> way;
  private Duration retryAt = Duration.ZERO;
  private long course;
  private boolean opened;

  /** One stream to the scheduler. */
  public interface Way<O> extends PeerStream<O> {

    /** This side ends it; what was on its way may still arrive. */
    void close();
  }

  /** Opens streams. */
  public interface Dialer<O> {

    /** What comes on the stream is told under this number. */
    Way<O> dial(long course);
  }

  public VirtualLink(
      Conversation.Knowledge knowledge,
      Dialect<O, I> dialect,
      Dialer<O> dialer,
      RandomGenerator random) {
    this.knowledge = knowledge;
    this.dialect = dialect;
    this.dialer = dialer;
    this.random = random;
    this.pace = new Pace(random);
  }

  public boolean isOpen() {
    return session != null && session.isOpen();
  }

  /** A message of that stream has arrived. */
  public void heard(long from, I message, Moment now) {
    if (session != null && from == course) {
      session.on(message, now);
    }
  }

  /** That stream has ended under the conversation. */
  public void ended(long from, String sentence, Moment now) {
    if (session != null && from == course) {
      session.cut(sentence);
    }
  }

  /** Does what there is to do; answers when it is to be called again at the latest. */
  public Duration turn(Moment now) {
    dialect.look(now);
    if (session == null) {
      if (now.isBefore(retryAt)) {
        return earlier(retryAt, now);
      }
      begin(now);
    }
    return work(now);
  }

  private void begin(Moment now) {
    course++;
    Way<O> dialed = dialer.dial(course);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    var next = new Conversation<>(knowledge, dialect.speaker(), dialed);
    way = dialed;
    session = next;
    opened = false;
    next.begin(now, ByteString.copyFrom(nonce), Optional.empty());
  }

  private Duration work(Moment now) {
    Conversation<O, I> current = session;
    if (current == null) {
      throw new IllegalStateException("There is no conversation");
    }
    Duration next = current.turn(now);
    if (current.isOpen() && !opened) {
      opened = true;
      pace.opened(now);
    }
    Optional<Ending> ending = current.ending();
    if (ending.isPresent()) {
      retryAt = now.after(pace.after(ending.get(), now));
      end();
      next = retryAt;
    }
    return earlier(next, now);
  }

  private void end() {
    Way<O> ended = way;
    session = null;
    way = null;
    if (ended != null) {
      ended.close();
    }
  }

  private static Duration earlier(Duration next, Moment now) {
    Duration look = now.after(LEASE_LOOK);
    return next.compareTo(look) < 0 ? next : look;
  }
}
