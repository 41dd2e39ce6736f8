package io.berth.proxy.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one client's connection for silence. Stands before the codec, since a slow head is no
 * message yet: that one must be whole in time however steadily it drips, while a body or an answer
 * may take as long as it moves.
 *
 * <p>A timer that rings early looks how long there is to go, and is set anew: so whoever moves only
 * writes down when.
 */
final class ClientDeadline extends ChannelInboundHandlerAdapter {
  private final Duration lingerTime;
  private @Nullable Expiry expiry;
  private long idleNanos;
  private Phase phase = Phase.IDLE;
  private long since;
  private @Nullable ScheduledFuture<?> timer;
  private @Nullable ChannelHandlerContext context;

  /** Who is told that the time is over. */
  interface Expiry {
    /** Nothing was asked, or the client took too long to leave. */
    void idleExpired();

    /** A request began and its head is not whole. */
    void headExpired();

    /** Neither the client nor the target has moved. */
    void exchangeExpired();
  }

  private enum Phase {
    /** Between requests. */
    IDLE,
    /** Bytes of a request have come. */
    HEAD,
    /** A request is served. */
    EXCHANGE,
    /** The last answer is out; the client is to read it and to leave. */
    LINGER
  }

  ClientDeadline(Duration idleTime, Duration lingerTime) {
    this.idleNanos = idleTime.toNanos();
    this.lingerTime = lingerTime;
  }

  /** Whom to tell; before the connection is open. */
  void tell(Expiry listener) {
    expiry = listener;
  }

  // ------------------------------------------------------------------ what happens

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    enter(Phase.IDLE);
    set(idleNanos);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    cancel();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel();
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    switch (phase) {
      case IDLE -> enter(Phase.HEAD);
      case EXCHANGE -> moved();
      case HEAD, LINGER -> {}
    }
    context.fireChannelRead(bytes);
  }

  /** A byte has gone one way or the other. */
  void moved() {
    since = now();
  }

  /** A request's head is whole; from now on its balancer says what patience is. */
  void exchangeBegins(Duration idleTime) {
    enter(Phase.EXCHANGE);
    long nanos = idleTime.toNanos();
    if (nanos < idleNanos) {
      cancel();
      set(nanos);
    }
    idleNanos = nanos;
  }

  void exchangeEnds() {
    enter(Phase.IDLE);
  }

  void lingers() {
    enter(Phase.LINGER);
    cancel();
    set(lingerTime.toNanos());
  }

  private void enter(Phase next) {
    phase = next;
    since = now();
  }

  // ------------------------------------------------------------------ the timer

  private void ring() {
    timer = null;
    long patience = phase == Phase.LINGER ? lingerTime.toNanos() : idleNanos;
    long left = since + patience - now();
    if (left > 0) {
      set(left);
      return;
    }
    // Whoever is told may go on with the connection, so it is watched on.
    since = now();
    set(patience);
    if (expiry != null) {
      switch (phase) {
        case IDLE, LINGER -> expiry.idleExpired();
        case HEAD -> expiry.headExpired();
        case EXCHANGE -> expiry.exchangeExpired();
      }
    }
  }

  private void set(long nanos) {
    timer = context().executor().schedule(this::ring, nanos, TimeUnit.NANOSECONDS);
  }

  private void cancel() {
    if (timer != null) {
      var _ = timer.cancel(false);
      timer = null;
    }
  }

  private long now() {
    return context().executor().ticker().nanoTime();
  }

  private ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("Not in a pipeline");
    }
    return context;
  }
}
