package io.berth.scheduler.aws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts clients that take too long: a request must be complete in time however steadily it drips, a
 * response must be taken in time, and nobody may sit on an idle connection for ever. Stands before
 * the codec, since a slow head is no message yet. Confined to its event loop.
 *
 * <p>A timer that is set already and rings early enough stays as it is and looks again: so a client
 * that is quick never costs one.
 */
final class DeadlineHandler extends ChannelInboundHandlerAdapter {
  private final FrontLimits limits;
  private Phase phase = Phase.IDLE;
  private long cutAt;
  private long ringsAt;
  private @Nullable ScheduledFuture<?> timer;

  DeadlineHandler(FrontLimits limits) {
    this.limits = limits;
  }

  /** The request is complete: its own time is over, and ours begins. */
  void requestIsComplete() {
    phase = Phase.SERVING;
  }

  /** The client did not take the whole response at once. */
  void responseWaits(ChannelHandlerContext context) {
    cutAfter(limits.writeTime(), Phase.SENDING, context);
  }

  /** The response is out: the client may take its time to ask again. */
  void responseIsOut(ChannelHandlerContext context) {
    cutAfter(limits.idleTime(), Phase.IDLE, context);
  }

  /** The connection only waits for the client to leave. */
  void isEnding(ChannelHandlerContext context) {
    cutAfter(limits.requestTime(), Phase.ENDING, context);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    cutAfter(limits.idleTime(), Phase.IDLE, context);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel();
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (phase == Phase.IDLE) {
      phase = Phase.BEGUN;
    }
    context.fireChannelRead(bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (phase == Phase.BEGUN) {
      cutAfter(limits.requestTime(), Phase.READING, context);
    }
    context.fireChannelReadComplete();
  }

  private void cutAfter(Duration time, Phase next, ChannelHandlerContext context) {
    phase = next;
    cutAt = now(context) + time.toNanos();
    if (timer == null || ringsAt - cutAt > 0) {
      cancel();
      setTimer(context);
    }
  }

  private void setTimer(ChannelHandlerContext context) {
    ringsAt = cutAt;
    timer =
        context
            .executor()
            .schedule(() -> ring(context), cutAt - now(context), TimeUnit.NANOSECONDS);
  }

  private void ring(ChannelHandlerContext context) {
    timer = null;
    if (phase == Phase.SERVING) {
      return;
    }
    if (now(context) - cutAt >= 0) {
      var _ = context.close();
    } else {
      setTimer(context);
    }
  }

  private static long now(ChannelHandlerContext context) {
    return context.executor().ticker().nanoTime();
  }

  private void cancel() {
    if (timer != null) {
      var _ = timer.cancel(false);
      timer = null;
    }
  }

  private enum Phase {
    IDLE,
    /** Bytes have come, and perhaps all of the request. */
    BEGUN,
    READING,
    SERVING,
    SENDING,
    ENDING
  }
}
