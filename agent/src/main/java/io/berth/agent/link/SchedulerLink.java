package io.berth.agent.link;

import io.berth.proto.agent.AgentSessionGrpc;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this host in touch with its scheduler from its own virtual threads: joins, renews, opens
 * one session after the other, and watches the lease also while there is none. A scheduler that is
 * away costs this host nothing but tries. {@link #wake} may be called from any thread.
 */
public final class SchedulerLink implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(SchedulerLink.class.getName());

  /** The lease's end is noticed so soon after a suspension, in which timers stand still. */
  private static final Duration LEASE_LOOK = Duration.ofSeconds(1);

  private static final Duration RENEWAL_RETRY = Duration.ofMinutes(1);
  private static final int CLOSE_SECONDS = 10;

  private final LinkParts parts;
  private final ExecutorService threads;
  private final Channels channels;
  private final Consumer<Throwable> onBug;
  private volatile @Nullable GrpcStream stream;
  private volatile boolean open;

  /** Whether the last session was ever open; of the sessions' thread alone. */
  private boolean opened;

  private volatile boolean closed;
  private Duration renewalAt = Duration.ZERO;

  /** A bug is told, and the agent ends; nobody goes on with what it may have broken. */
  public SchedulerLink(SchedulerAddress address, LinkParts parts, Consumer<Throwable> onBug) {
    this.parts = parts;
    this.onBug = onBug;
    threads = Executors.newVirtualThreadPerTaskExecutor();
    channels = new Channels(address, threads, parts.random());
  }

  /** How this host gets its identity, which it needs before it can start. */
  public Joining joining() {
    return new Joining(parts, channels);
  }

  /** Starts both loops; called once. */
  public void start(PeerIdentity identity, Session.Parts session) {
    run(() -> sessions(identity, session));
    run(() -> lease(session.lease()));
  }

  /** Something was reported, or the host's facts have changed. Never blocks. */
  public void wake() {
    GrpcStream current = stream;
    if (current != null) {
      current.ring();
    }
  }

  /** Whether a session is open now. */
  public boolean isConnected() {
    return open;
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private void run(Work work) {
    var _ =
        threads.submit(() -> {
          try {
            work.run();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException | Error bug) {
            if (!closed) {
              LOGGER.log(Level.ERROR, "A bug ends this agent", bug);
              onBug.accept(bug);
            }
          }
        });
  }

  private void lease(Lease lease) throws InterruptedException {
    var never = new Semaphore(0);
    while (!closed) {
      lease.turn(parts.clock().now());
      boolean _ = never.tryAcquire(LEASE_LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  // ------------------------------------------------------------------ sessions

  private void sessions(PeerIdentity first, Session.Parts session) throws InterruptedException {
    var pace = new Pace(parts.random());
    var never = new Semaphore(0);
    PeerIdentity identity = first;
    while (!closed) {
      identity = renewed(identity, session.trust());
      Ending ending = session(identity, session, pace);
      if (ending instanceof Ending.Cut && !opened) {
        learnTime(session.trust());
      }
      Duration wait = pace.after(ending, parts.clock().now());
      tell(ending, wait);
      boolean _ = never.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static void tell(Ending ending, Duration wait) {
    Optional<String> remedy = Remedies.of(ending);
    LOGGER.log(
        remedy.isPresent() ? Level.WARNING : Level.INFO,
        "The session is over: kind={0} wait={1} cause={2} remedy={3}",
        ending.kind(),
        wait,
        ending.sentence(),
        remedy.orElse("none is needed"));
  }

  private Ending session(PeerIdentity identity, Session.Parts session, Pace pace)
      throws InterruptedException {
    ServerTrust trust = ServerTrust.ofBundle(session.trust().authorities());
    ManagedChannel channel = channels.showing(identity, trust);
    var wire = new GrpcStream(trust);
    stream = wire;
    opened = false;
    try {
      var _ = AgentSessionGrpc.newStub(channel).connect(wire);
      return drive(
          new Session(session, wire, new PeerKeys(parts.random()).nonce()),
          wire,
          new Course(identity, session.trust(), pace));
    } finally {
      open = false;
      stream = null;
      wire.cancel();
      channel.shutdownNow();
    }
  }

  /** What a session's driver looks at besides the session. */
  private record Course(PeerIdentity identity, SchedulerTrust trust, Pace pace) {}

  private Ending drive(Session session, GrpcStream wire, Course course)
      throws InterruptedException {
    session.begin(parts.clock().now());
    while (session.ending().isEmpty()) {
      Duration next = session.turn(parts.clock().now());
      if (session.isOpen() && !open) {
        open = true;
        opened = true;
        course.pace().opened(parts.clock().now());
        LOGGER.log(
            Level.INFO,
            "The session is open: scheduler={0} host={1} cluster={2}",
            channels.address(),
            course.identity().id(),
            course.identity().cluster());
      }
      if (open && isRenewalDue(course.identity(), course.trust())) {
        session.cut("The certificate is to be renewed");
      }
      if (session.ending().isEmpty()) {
        Duration wait = next.minus(parts.clock().now().sinceBoot());
        wire.take(wait).ifPresent(event -> handle(session, event));
      }
    }
    return session.ending().orElseThrow();
  }

  private void handle(Session session, GrpcStream.Event event) {
    switch (event) {
      case GrpcStream.Event.Message(var message) -> session.on(message, parts.clock().now());
      case GrpcStream.Event.Bell _ -> {}
      case GrpcStream.Event.End(String sentence) -> session.cut(sentence);
    }
  }

  // ------------------------------------------------------------------ renewal

  private boolean isRenewalDue(PeerIdentity identity, SchedulerTrust trust) {
    Moment now = parts.clock().now();
    return !now.isBefore(renewalAt)
        && identity.isDue(parts.offset().corrected(now.wall()), trust.authorities().getFirst());
  }

  /** A connection that was refused may show a certificate that is over by the scheduler's clock. */
  private void learnTime(SchedulerTrust trust) {
    ServerTrust server = ServerTrust.ofBundle(trust.authorities());
    try (var calls = new GrpcEnrolCalls(channels.without(server), server)) {
      parts.enroller().learnTime(calls, parts.clock().now());
    } catch (IOException | UntrustedException e) {
      LOGGER.log(Level.DEBUG, "The scheduler''s time is not known: cause={0}", e.getMessage());
    }
  }

  /** One that fails is tried again later; until then the old certificate is as good as it was. */
  private PeerIdentity renewed(PeerIdentity identity, SchedulerTrust trust) {
    if (!isRenewalDue(identity, trust)) {
      return identity;
    }
    ServerTrust server = ServerTrust.ofBundle(trust.authorities());
    String cause;
    try (var calls = new GrpcEnrolCalls(channels.without(server), server)) {
      switch (parts.enroller().renew(calls, identity, parts.clock().now())) {
        case Enrolled.Done(PeerIdentity next) -> {
          trust.use(parts.files().trust());
          LOGGER.log(Level.INFO, "The certificate is renewed: host={0}", next.id());
          return next;
        }
        case Enrolled.Refused refused -> cause = refused.code() + ": " + refused.sentence();
      }
    } catch (IOException | UntrustedException e) {
      cause = String.valueOf(e.getMessage());
    }
    renewalAt = parts.clock().now().after(RENEWAL_RETRY);
    LOGGER.log(
        Level.WARNING,
        "The certificate could not be renewed: host={0} cause={1}",
        identity.id(),
        cause);
    return identity;
  }

  /** Ends the session and all threads; what runs goes on. */
  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOGGER.log(Level.WARNING, "Threads of the link did not end in time");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
