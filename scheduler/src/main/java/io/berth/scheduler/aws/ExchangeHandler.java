package io.berth.scheduler.aws;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;

/**
 * Serves one request at a time: while a worker has it, nothing more is read from the connection, so
 * answers leave in the order of the questions. Confined to its event loop.
 */
final class ExchangeHandler extends SimpleChannelInboundHandler<Assembled> {
  private static final Logger LOG = System.getLogger(ExchangeHandler.class.getName());

  private final Serving serving;
  private final DeadlineHandler deadline;
  private boolean busy;

  ExchangeHandler(Serving serving, DeadlineHandler deadline) {
    this.serving = serving;
    this.deadline = deadline;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Assembled request) {
    busy = true;
    serving.exchanges().begin();
    deadline.requestIsComplete();
    switch (request) {
      case Assembled.Refused(HttpHead head, var refusal) ->
          respond(context, request, serving.routes().refuse(head, refusal));
      case Assembled.Whole whole -> {
        context.channel().config().setAutoRead(false);
        boolean taken = serving.workers().tryRun(() -> work(context, whole));
        if (!taken) {
          whole.body().giveBack();
          respond(
              context,
              whole,
              serving.routes().refuse(whole.head(), RequestAssemblyHandler.throttled()));
        }
      }
    }
  }

  /** On a worker's thread. */
  private void work(ChannelHandlerContext context, Assembled.Whole request) {
    HttpAnswer answer = null;
    try {
      answer = serving.routes().answer(request.head(), request.body().complete());
    } finally {
      request.body().giveBack();
      HttpAnswer last = answer == null ? serving.routes().failed(request.head()) : answer;
      hand(context, () -> respond(context, request, last));
    }
  }

  private static void hand(ChannelHandlerContext context, Runnable step) {
    try {
      context.executor().execute(step);
    } catch (RejectedExecutionException _) {
      // The front closed at its deadline, and the connection with it: nobody waits any more.
    }
  }

  private void respond(ChannelHandlerContext context, Assembled request, HttpAnswer answer) {
    boolean goesOn = request.keepAlive() && !serving.exchanges().isClosing();
    ChannelFuture written =
        context.writeAndFlush(response(request.head().requestId(), answer, goesOn));
    if (!written.isDone()) {
      deadline.responseWaits(context);
    }
    var _ =
        written.addListener(
            (ChannelFutureListener)
                done -> {
                  busy = false;
                  serving.exchanges().end();
                  afterwards(context, request, goesOn && done.isSuccess());
                });
  }

  private void afterwards(ChannelHandlerContext context, Assembled request, boolean goesOn) {
    if (goesOn) {
      deadline.responseIsOut(context);
      // Also asks for the next message.
      context.channel().config().setAutoRead(true);
    } else if (request instanceof Assembled.Refused) {
      // Closing now would reset the connection while the client still sends, and the reset would
      // overtake the answer. What comes is read and thrown away until the client leaves.
      deadline.isEnding(context);
    } else {
      var _ = context.close();
    }
  }

  private FullHttpResponse response(String requestId, HttpAnswer answer, boolean goesOn) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(answer.body()));
    var headers = response.headers();
    answer.headers().forEach(headers::set);
    headers.set("x-amzn-RequestId", requestId);
    headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    headers.set(HttpHeaderNames.DATE, serving.dates().now());
    headers.set(
        HttpHeaderNames.CONNECTION, goesOn ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    return response;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof FrontCloses && !busy) {
      var _ = context.close();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    boolean theirs = cause instanceof IOException || cause instanceof DecoderException;
    LOG.log(theirs ? Level.DEBUG : Level.WARNING, "a connection failed and is closed", cause);
    var _ = context.close();
  }

  /** Told to each connection when the front stops: those that nobody uses close. */
  record FrontCloses() {}
}
