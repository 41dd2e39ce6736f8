package io.berth.scheduler.aws;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a client may take for what, on virtual time. */
class DeadlineHandlerTest {
  private static final Duration REQUEST = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final Duration WRITE = Duration.ofSeconds(30);

  private final DeadlineHandler handler =
      new DeadlineHandler(new FrontLimits(1, 1, 1, 1, 1, 1, REQUEST, IDLE, WRITE));
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @BeforeEach
  void begin() {
    channel.freezeTime();
    channel.pipeline().addLast(handler);
  }

  @AfterEach
  void end() {
    var _ = channel.close();
  }

  @Test
  void whoAsksNothingIsCutAfterTheIdleTime() {
    assertCutAfter(IDLE);
  }

  @Test
  void whoDripsARequestIsCutAfterTheRequestTime() {
    bytesCome();
    pass(REQUEST.dividedBy(2));
    bytesCome();

    assertCutAfter(REQUEST.dividedBy(2));
  }

  @Test
  void nobodyIsCutForTheTimeThatWeTake() {
    bytesCome();
    handler.requestIsComplete();
    pass(IDLE.multipliedBy(10));

    assertTrue(channel.isOpen());
    handler.responseIsOut(context());
    assertCutAfter(IDLE);
  }

  @Test
  void whoDoesNotTakeTheResponseIsCutAfterTheWriteTime() {
    bytesCome();
    handler.requestIsComplete();
    handler.responseWaits(context());

    assertCutAfter(WRITE);
  }

  @Test
  void whoTakesTheResponseInTimeMayStay() {
    bytesCome();
    handler.requestIsComplete();
    handler.responseWaits(context());
    pass(WRITE.minusMillis(1));
    handler.responseIsOut(context());

    assertCutAfter(IDLE);
  }

  @Test
  void whoShallLeaveAndDoesNotIsCutAfterTheRequestTime() {
    bytesCome();
    handler.requestIsComplete();
    handler.isEnding(context());

    assertCutAfter(REQUEST);
  }

  private void assertCutAfter(Duration time) {
    pass(time.minusMillis(1));
    assertTrue(channel.isOpen());
    pass(Duration.ofMillis(1));
    assertFalse(channel.isOpen());
  }

  private void bytesCome() {
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {1}));
    channel.releaseInbound();
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(channel.pipeline().context(handler));
  }
}
