package io.berth.agent.link;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerMessage;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One gRPC stream as a session sees it: callbacks only put into a queue, and the session's driver
 * takes from it. The queue is bounded, because the next message is asked for only when one is
 * taken.
 */
final class GrpcStream
    implements SessionStream, ClientResponseObserver<AgentMessage, SchedulerMessage> {
  private static final int ASKED_AHEAD = 4;

  private final ServerTrust trust;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final AtomicBoolean rung = new AtomicBoolean();
  private volatile @Nullable ClientCallStreamObserver<AgentMessage> call;

  GrpcStream(ServerTrust trust) {
    this.trust = trust;
  }

  /** What the driver is woken for. */
  sealed interface Event {

    record Message(SchedulerMessage message) implements Event {}

    /** Something was reported, or the stream is ready again. */
    record Bell() implements Event {}

    /** The stream is over. */
    record End(String sentence) implements Event {}
  }

  /** Waits so long for the next event at most. */
  Optional<Event> take(Duration patience) throws InterruptedException {
    Event event = events.poll(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
    switch (event) {
      case null -> {}
      case Event.Message _ -> opened().request(1);
      case Event.Bell _ -> rung.set(false);
      case Event.End _ -> {}
    }
    return Optional.ofNullable(event);
  }

  /** Many bells before the driver comes are one. */
  void ring() {
    if (rung.compareAndSet(false, true)) {
      events.add(new Event.Bell());
    }
  }

  private ClientCallStreamObserver<AgentMessage> opened() {
    ClientCallStreamObserver<AgentMessage> open = call;
    if (open == null) {
      throw new IllegalStateException("The stream is used before it is opened");
    }
    return open;
  }

  void cancel() {
    ClientCallStreamObserver<AgentMessage> open = call;
    if (open != null) {
      open.cancel("The agent ends the session", null);
    }
  }

  // ------------------------------------------------------------------ the session's side

  @Override
  public boolean isReady() {
    return opened().isReady();
  }

  @Override
  public void send(AgentMessage message) {
    opened().onNext(message);
  }

  @Override
  public Optional<String> objection(Instant schedulersTime) {
    return trust.objection(schedulersTime);
  }

  // ------------------------------------------------------------------ gRPC's side

  @Override
  public void beforeStart(ClientCallStreamObserver<AgentMessage> stream) {
    call = stream;
    stream.disableAutoRequestWithInitial(ASKED_AHEAD);
    stream.setOnReadyHandler(this::ring);
  }

  @Override
  public void onNext(SchedulerMessage message) {
    events.add(new Event.Message(message));
  }

  @Override
  public void onError(Throwable fault) {
    events.add(new Event.End(Faults.sentence(fault)));
  }

  @Override
  public void onCompleted() {
    events.add(new Event.End("The scheduler has closed the stream"));
  }
}
