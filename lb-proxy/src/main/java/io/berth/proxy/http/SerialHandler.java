package io.berth.proxy.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lets through one request at a time. What a client sent beyond it waits here, and nothing more is
 * read then, so at most what one read brought. While nothing waits reading goes on: how else would
 * we know that the client has gone?
 */
final class SerialHandler extends ChannelInboundHandlerAdapter {
  private final ReadGate gate;
  private final Deque<Object> waiting = new ArrayDeque<>(0);
  private @Nullable ChannelHandlerContext context;
  private boolean busy;
  private boolean passing;
  private boolean dropping;

  SerialHandler(ReadGate gate) {
    this.gate = gate;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (dropping) {
      ReferenceCountUtil.release(message);
    } else if (!waiting.isEmpty() || (busy && message instanceof HttpRequest)) {
      waiting.add(message);
      gate.hold(ReadGate.Reason.PIPELINE);
    } else {
      pass(context, message);
    }
  }

  private void pass(ChannelHandlerContext context, Object message) {
    busy |= message instanceof HttpRequest;
    context.fireChannelRead(message);
  }

  /** The request is wholly read and wholly answered. */
  void nextMayCome() {
    busy = false;
    ChannelHandlerContext current = context;
    // Whoever passes already sees to the rest: a client may have sent many that are refused at
    // once.
    if (current == null || passing || waiting.isEmpty()) {
      return;
    }
    passing = true;
    while (!waiting.isEmpty() && !(busy && waiting.getFirst() instanceof HttpRequest)) {
      pass(current, waiting.removeFirst());
    }
    passing = false;
    if (waiting.isEmpty()) {
      gate.open(ReadGate.Reason.PIPELINE);
    }
    current.fireChannelReadComplete();
  }

  /** No request is served any more on this connection; what still comes is read and forgotten. */
  void dropAll() {
    dropping = true;
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    gate.open(ReadGate.Reason.PIPELINE);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    dropAll();
    context.fireChannelInactive();
  }
}
