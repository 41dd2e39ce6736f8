package io.berth.peer;

import com.google.protobuf.ByteString;
import io.berth.proto.common.RefusalCode;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a peer in touch with its scheduler from its own virtual threads: joins, renews, opens one
 * session after the other, and looks at the time also while there is none. A scheduler that is away
 * costs nothing but tries. {@link #wake} may be called from any thread.
 */
public final class SchedulerLink implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(SchedulerLink.class.getName());

  /** The lease's end is noticed so soon after a suspension, in which timers stand still. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private static final int CLOSE_SECONDS = 10;

  private final LinkParts parts;
  private final ExecutorService threads;
  private final Channels channels;
  private final Consumer<Throwable> onBug;
  private volatile @Nullable GrpcStream<?, ?> stream;
  private volatile boolean open;

  /** Whether the last session was ever open; of the sessions' thread alone. */
  private boolean opened;

  private volatile boolean closed;

  /** Rings when it is known anew what time it is. */
  private final Semaphore timeLearned = new Semaphore(0);

  /** Rings when the next session need not wait any longer. */
  private final Semaphore retry = new Semaphore(0);

  /** A bug is told, and the agent ends; nobody goes on with what it may have broken. */
  public SchedulerLink(SchedulerAddress address, LinkParts parts, Consumer<Throwable> onBug) {
    this.parts = parts;
    this.onBug = onBug;
    threads = Executors.newVirtualThreadPerTaskExecutor();
    channels = new Channels(address, parts.random());
  }

  /** How this host gets its identity, which it needs before it can start. */
  public Joining joining() {
    return new Joining(parts, channels);
  }

  /** Starts all loops; called once. */
  public <O, I> void start(
      PeerIdentity first, SchedulerTrust trust, Dialect<O, I> dialect, Rejoining rejoining) {
    var identity = new AtomicReference<>(first);
    trust.certified(first);
    run(() -> sessions(identity, new Talk<>(trust, dialect), rejoining));
    run(() -> renewals(identity, trust));
    run(() -> look(dialect));
  }

  private record Talk<O, I>(SchedulerTrust trust, Dialect<O, I> dialect) {}

  /** Something was reported, or the host's facts have changed. Never blocks. */
  public void wake() {
    GrpcStream<?, ?> current = stream;
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
              LOGGER.log(Level.ERROR, "A bug ends the link to the scheduler", bug);
              onBug.accept(bug);
            }
          }
        });
  }

  private void look(Dialect<?, ?> dialect) throws InterruptedException {
    var never = new Semaphore(0);
    while (!closed) {
      dialect.look(parts.clock().now());
      boolean _ = never.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  // ------------------------------------------------------------------ sessions

  private <O, I> void sessions(
      AtomicReference<PeerIdentity> identity, Talk<O, I> talk, Rejoining rejoining)
      throws InterruptedException {
    var pace = new Pace(parts.random());
    while (!closed) {
      var course = new Course(identity.get(), pace, rejoining.token());
      Ending ending = session(course, talk);
      if (!opened && mayComeOfTheClock(ending)) {
        learnTime(talk.trust());
      }
      Duration wait = pace.after(ending, parts.clock().now());
      switch (rejoining.after(ending)) {
        case Rejoining.Advice.WAIT -> tell(ending, wait);
        case Rejoining.Advice.SHOW_TOKEN -> {
          tell(ending, Duration.ZERO);
          continue;
        }
        case Rejoining.Advice.JOIN_ANEW -> {
          tell(ending, Duration.ZERO);
          if (hasJoinedAnew(rejoining)) {
            return;
          }
        }
      }
      boolean _ = retry.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** A host whose clock is wrong may not see that its certificate is over. */
  private static boolean mayComeOfTheClock(Ending ending) {
    return switch (ending) {
      case Ending.Cut _ -> true;
      case Ending.Refused refused -> refused.code() == RefusalCode.REFUSAL_CODE_PROOF_INVALID;
      case Ending.Broken _, Ending.Silent _, Ending.Failed _ -> false;
    };
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

  /** With another identity nothing here is as it was, so whoever owns this builds it anew. */
  private boolean hasJoinedAnew(Rejoining rejoining) throws InterruptedException {
    try {
      PeerIdentity next = joining().join(rejoining.ticket());
      LOGGER.log(
          Level.WARNING,
          "This peer has joined anew: identity={0} cluster={1}; nobody looks after what the former"
              + " one did",
          next.id(),
          next.cluster());
      rejoining.joined();
      return true;
    } catch (JoinRefusedException e) {
      LOGGER.log(
          Level.WARNING,
          "This peer could not join anew: cause={0} remedy={1}",
          e.getMessage(),
          Remedies.of(RefusalCode.REFUSAL_CODE_TOKEN_INVALID).orElseThrow());
      return false;
    }
  }

  private <O, I> Ending session(Course course, Talk<O, I> talk) throws InterruptedException {
    ServerTrust trust = ServerTrust.ofBundle(talk.trust().authorities());
    ManagedChannel channel = channels.showing(course.identity(), trust);
    var wire = new GrpcStream<O, I>(trust);
    stream = wire;
    opened = false;
    try {
      talk.dialect().connect(channel, wire);
      var knowledge = new Conversation.Knowledge(talk.trust(), parts.offset());
      return drive(new Conversation<>(knowledge, talk.dialect().speaker(), wire), wire, course);
    } finally {
      open = false;
      stream = null;
      wire.cancel();
      channel.shutdownNow();
    }
  }

  /** What a session's driver looks at besides the session. */
  private record Course(PeerIdentity identity, Pace pace, Optional<String> rejoinToken) {}

  private <O, I> Ending drive(Conversation<O, I> session, GrpcStream<O, I> wire, Course course)
      throws InterruptedException {
    var nonce = ByteString.copyFrom(new PeerKeys(parts.random()).nonce());
    session.begin(parts.clock().now(), nonce, course.rejoinToken());
    while (session.ending().isEmpty()) {
      Duration next = session.turn(parts.clock().now());
      if (session.isOpen() && !open) {
        open = true;
        opened = true;
        course.pace().opened(parts.clock().now());
        LOGGER.log(
            Level.INFO,
            "The session is open: scheduler={0} identity={1} cluster={2}",
            channels.address(),
            course.identity().id(),
            course.identity().cluster());
      }
      if (session.ending().isEmpty()) {
        Duration wait = next.minus(parts.clock().now().sinceBoot());
        wire.take(wait).ifPresent(event -> handle(session, event));
      }
    }
    return session.ending().orElseThrow();
  }

  private <I> void handle(Conversation<?, I> session, GrpcStream.Event<I> event) {
    switch (event) {
      case GrpcStream.Event.Message<I>(I message) -> session.on(message, parts.clock().now());
      case GrpcStream.Event.Bell<I> _ -> {}
      case GrpcStream.Event.End<I>(String sentence) -> session.cut(sentence);
    }
  }

  // ------------------------------------------------------------------ renewal

  private void renewals(AtomicReference<PeerIdentity> identity, SchedulerTrust trust)
      throws InterruptedException {
    var renewal =
        new Renewal(
            parts, identity, trust, () -> enrolCalls(ServerTrust.ofBundle(trust.authorities())));
    while (!closed) {
      PeerIdentity before = identity.get();
      Duration next = renewal.turn(parts.clock().now());
      if (!identity.get().equals(before)) {
        // A session may be waiting for no other reason.
        retry.release();
      }
      Duration wait = next.minus(parts.clock().now().sinceBoot());
      boolean _ = timeLearned.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** What is due is looked at now; for a clock that was set. */
  public void lookAtTheTime() {
    timeLearned.release();
  }

  private EnrolCalls enrolCalls(ServerTrust trust) {
    return new GrpcEnrolCalls(channels.without(trust), trust);
  }

  /** A connection that was refused may show a certificate that is over by the scheduler's clock. */
  private void learnTime(SchedulerTrust trust) {
    try (EnrolCalls calls = enrolCalls(ServerTrust.ofBundle(trust.authorities()))) {
      parts.enroller().learnTime(calls, parts.clock().now());
      lookAtTheTime();
    } catch (IOException | UntrustedException e) {
      LOGGER.log(Level.DEBUG, "The scheduler''s time is not known: cause={0}", e.getMessage());
    }
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
    channels.close();
  }
}
