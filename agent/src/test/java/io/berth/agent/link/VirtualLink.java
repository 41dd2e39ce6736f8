package io.berth.agent.link;

import io.berth.proto.agent.SchedulerMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The link of one agent on virtual time: opens one session after the other, as the threads of a
 * {@link SchedulerLink} do, over streams that its world gives. Driven by one caller.
 */
public final class VirtualLink {
  /** As often the lease is looked at while nothing else happens. */
  private static final Duration LEASE_LOOK = Duration.ofSeconds(1);

  private static final int NONCE_BYTES = 32;

  private final Session.Parts parts;
  private final Dialer dialer;
  private final RandomGenerator random;
  private final Pace pace;
  private @Nullable Session session;
  private @Nullable Way way;
  private Duration retryAt = Duration.ZERO;
  private long course;
  private boolean opened;

  /** One stream to the scheduler. */
  public interface Way extends SessionStream {

    /** This side ends it; what was on its way may still arrive. */
    void close();
  }

  /** Opens streams. */
  public interface Dialer {

    /** What comes on the stream is told under this number. */
    Way dial(long course);
  }

  public VirtualLink(Session.Parts parts, Dialer dialer, RandomGenerator random) {
    this.parts = parts;
    this.dialer = dialer;
    this.random = random;
    this.pace = new Pace(random);
  }

  public boolean isOpen() {
    return session != null && session.isOpen();
  }

  /** A message of that stream has arrived. */
  public void heard(long from, SchedulerMessage message, Moment now) {
    if (session != null && from == course) {
      session.on(message, now);
    }
  }

  /** That stream has ended under the session. */
  public void ended(long from, String sentence, Moment now) {
    if (session != null && from == course) {
      session.cut(sentence);
    }
  }

  /** Does what there is to do; answers when it is to be called again at the latest. */
  public Duration turn(Moment now) {
    parts.lease().turn(now);
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
    Way dialed = dialer.dial(course);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    var next = new Session(parts, dialed, nonce, Optional.empty());
    way = dialed;
    session = next;
    opened = false;
    next.begin(now);
  }

  private Duration work(Moment now) {
    Session current = session;
    if (current == null) {
      throw new IllegalStateException("There is no session");
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
    Way ended = way;
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
