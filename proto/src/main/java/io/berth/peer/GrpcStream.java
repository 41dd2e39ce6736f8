package io.berth.peer;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One gRPC stream as a conversation sees it: callbacks only put into a queue, and its driver takes
 * from it. The queue is bounded, because the next message is asked for only when one is taken.
 */
final class GrpcStream<O, I> implements PeerStream<O>, ClientResponseObserver<O, I> {
  private static final int ASKED_AHEAD = 4;

  private final ServerTrust trust;
  private final BlockingQueue<Event<I>> events = new LinkedBlockingQueue<>();
  private final AtomicBoolean rung = new AtomicBoolean();
  private volatile @Nullable ClientCallStreamObserver<O> call;

  GrpcStream(ServerTrust trust) {
    this.trust = trust;
  }

  /** What the driver is woken for. */
  sealed interface Event<I> {

    record Message<I>(I message) implements Event<I> {}

    /** Something was reported, or the stream is ready again. */
    record Bell<I>() implements Event<I> {}

    /** The stream is over. */
    record End<I>(String sentence) implements Event<I> {}
  }

  /** Waits so long for the next event at most. */
  Optional<Event<I>> take(Duration patience) throws InterruptedException {
    Event<I> event = events.poll(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
    switch (event) {
      case null -> {}
      case Event.Message<I> _ -> opened().request(1);
      case Event.Bell<I> _ -> rung.set(false);
      case Event.End<I> _ -> {}
    }
    return Optional.ofNullable(event);
  }

  /** Many bells before the driver comes are one. */
  void ring() {
    if (rung.compareAndSet(false, true)) {
      events.add(new Event.Bell<>());
    }
  }

  private ClientCallStreamObserver<O> opened() {
    ClientCallStreamObserver<O> open = call;
    if (open == null) {
      throw new IllegalStateException("The stream is used before it is opened");
    }
    return open;
  }

  void cancel() {
    ClientCallStreamObserver<O> open = call;
    if (open != null) {
      open.cancel("This peer ends the stream", null);
    }
  }

  // ------------------------------------------------------------------ the session's side

  @Override
  public boolean isReady() {
    return opened().isReady();
  }

  @Override
  public void send(O message) {
    opened().onNext(message);
  }

  @Override
  public List<X509Certificate> authorities() {
    return trust.authorities();
  }

  @Override
  public Optional<String> objection(Instant schedulersTime) {
    return trust.objection(schedulersTime);
  }

  // ------------------------------------------------------------------ gRPC's side

  @Override
  public void beforeStart(ClientCallStreamObserver<O> stream) {
    call = stream;
    stream.disableAutoRequestWithInitial(ASKED_AHEAD);
    stream.setOnReadyHandler(this::ring);
  }

  @Override
  public void onNext(I message) {
    events.add(new Event.Message<>(message));
  }

  @Override
  public void onError(Throwable fault) {
    events.add(new Event.End<>(Faults.sentence(fault)));
  }

  @Override
  public void onCompleted() {
    events.add(new Event.End<>("The scheduler has closed the stream"));
  }
}
