package io.berth.scheduler.aws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts clients that take too long: a request must be complete in time however steadily it drips,
 * and nobody may sit on an idle connection for ever. Stands before the codec, since a slow head is
 * no message yet. Confined to its event loop.
 */
final class ReadDeadlineHandler extends ChannelInboundHandlerAdapter {
  private final FrontLimits limits;
  private Phase phase = Phase.IDLE;
  private @Nullable ScheduledFuture<?> deadline;

  ReadDeadlineHandler(FrontLimits limits) {
    this.limits = limits;
  }

  /** The request is complete: its own time is over, and ours begins. */
  void requestIsComplete() {
    phase = Phase.SERVING;
    cancel();
  }

  /** The response is out: the client may take its time to ask again. */
  void responseIsOut(ChannelHandlerContext context) {
    phase = Phase.IDLE;
    arm(context, limits.idleTime());
  }

  /** The connection only waits for the client to leave. */
  void isEnding(ChannelHandlerContext context) {
    phase = Phase.SERVING;
    arm(context, limits.requestTime());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    arm(context, limits.idleTime());
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
      phase = Phase.READING;
      arm(context, limits.requestTime());
    }
    context.fireChannelRead(bytes);
  }

  private void arm(ChannelHandlerContext context, Duration time) {
    cancel();
    deadline =
        context.executor().schedule(() -> cut(context), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void cut(ChannelHandlerContext context) {
    var _ = context.close();
  }

  private void cancel() {
    if (deadline != null) {
      var _ = deadline.cancel(false);
      deadline = null;
    }
  }

  private enum Phase {
    IDLE,
    READING,
    SERVING
  }
}
