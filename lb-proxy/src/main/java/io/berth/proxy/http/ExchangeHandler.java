package io.berth.proxy.http;

import io.berth.proxy.route.PortRoutes;
import io.berth.proxy.route.Route;
import io.berth.proxy.route.TargetGroup;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last step of a client's connection: finds the route of each request, lets an exchange serve
 * it, and says how the connection goes on. Confined to its event loop.
 */
final class ExchangeHandler extends ChannelInboundHandlerAdapter
    implements ExchangeClient, ClientDeadline.Expiry {
  private final LoopState loop;
  private final ClientParts parts;
  private final long acceptedAt;
  private @Nullable Exchange exchange;
  private AnswerForm form = new AnswerForm(true, false, false);
  private boolean requestEnded = true;
  private boolean answered = true;
  private boolean leaving;
  private long discarded;

  ExchangeHandler(LoopState loop, ClientParts parts) {
    this.loop = loop;
    this.parts = parts;
    this.acceptedAt = now();
  }

  private long now() {
    return loop.loop().ticker().nanoTime();
  }

  private Channel channel() {
    return parts.channel();
  }

  // ------------------------------------------------------------------ requests

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (leaving) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest request) {
      begin(request);
    } else if (message instanceof RequestRefusal(Failure failure)) {
      refuse(failure);
    } else if (message instanceof HttpContent part) {
      goOn(part);
    } else {
      throw new IllegalStateException("The codec gives heads and contents, not " + message);
    }
  }

  private void begin(HttpRequest request) {
    requestEnded = false;
    answered = false;
    discarded = 0;
    RequestTarget.toPath(request);
    boolean modern = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    boolean isHead = request.method().equals(HttpMethod.HEAD);
    parts.encoder().answersHead(isHead);
    PortRoutes routes = loop.routes(parts.origin().port());
    if (routes == null) {
      // The port was closed under a connection that is still there.
      form = new AnswerForm(modern, isHead, false);
      failed(Failure.NO_TARGET);
      return;
    }
    String host = request.headers().get(HttpHeaderNames.HOST, "");
    Route route = routes.choose(host, RequestTarget.path(request.uri()));
    form = new AnswerForm(modern, isHead, HttpUtil.isKeepAlive(request) && mayGoOn(route));
    parts.deadline().exchangeBegins(route.balancer().idleTimeout());
    Optional<TargetGroup> group = loop.balance().group(route.forward());
    if (group.isEmpty()) {
      failed(Failure.NO_TARGET);
      return;
    }
    HopByHop.strip(request.headers());
    ForwardedHeaders.write(request.headers(), parts.origin(), loop.traces());
    request.setProtocolVersion(HttpVersion.HTTP_1_1);
    Exchange begun = new Exchange(loop, this, request, group.get(), form);
    exchange = begun;
    begun.begin();
  }

  private boolean mayGoOn(Route route) {
    return !loop.isClosing() && now() - acceptedAt < route.balancer().clientKeepAlive().toNanos();
  }

  private void refuse(Failure failure) {
    requestEnded = true;
    answered = false;
    form = new AnswerForm(true, false, false);
    parts.encoder().answersHead(false);
    failed(failure);
  }

  private void goOn(HttpContent part) {
    boolean broken = part.decoderResult().isFailure();
    if (exchange == null) {
      discard(part, broken);
    } else if (broken) {
      ReferenceCountUtil.release(part);
      exchange.requestBroke();
    } else {
      requestEnded |= part instanceof LastHttpContent;
      exchange.requestGoesOn(part);
    }
  }

  /** What comes of a request whose answer is out already. */
  private void discard(HttpContent part, boolean broken) {
    discarded += part.content().readableBytes();
    boolean last = part instanceof LastHttpContent;
    ReferenceCountUtil.release(part);
    if (broken || discarded > loop.limits().discardBytes()) {
      leave();
    } else if (last && !requestEnded) {
      requestEnded = true;
      next();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (exchange != null) {
      exchange.requestPauses();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    parts.deadline().moved();
    if (exchange != null) {
      exchange.clientWritabilityChanged();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    leaving = true;
    Exchange last = exchange;
    exchange = null;
    if (last != null) {
      last.clientGone();
    }
  }

  /** A client that resets its connection is as good as gone; a bug ends this connection alone. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = channel().close();
  }

  // ------------------------------------------------------------------ answers

  @Override
  public void write(HttpObject message) {
    var _ = channel().write(message, channel().voidPromise());
  }

  @Override
  public void flush() {
    channel().flush();
  }

  @Override
  public boolean isWritable() {
    return channel().isWritable();
  }

  @Override
  public void readBody(boolean wanted) {
    if (wanted) {
      parts.gate().open(ReadGate.Reason.BODY);
    } else {
      parts.gate().hold(ReadGate.Reason.BODY);
    }
  }

  @Override
  public void moved() {
    parts.deadline().moved();
  }

  @Override
  public void answered(boolean goesOn) {
    exchange = null;
    answered = true;
    flush();
    if (goesOn) {
      readBody(true);
      next();
    } else {
      leave();
    }
  }

  @Override
  public void failed(Failure failure) {
    boolean goesOn = form.clientGoesOn() && !failure.isEnding();
    AnswerForm ending = goesOn ? form : new AnswerForm(true, false, false);
    FullHttpResponse answer = FailureAnswers.of(failure);
    ending.connection(answer.headers());
    write(answer);
    answered(goesOn);
  }

  @Override
  public void cut() {
    exchange = null;
    leaving = true;
    if (form.endsWithConnection()) {
      // A client that only sees the connection end must see that it broke.
      channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    flush();
    var _ = channel().close();
  }

  // ------------------------------------------------------------------ how it goes on

  private void next() {
    if (!requestEnded || !answered || leaving) {
      return;
    }
    if (loop.isClosing()) {
      leave();
      return;
    }
    parts.deadline().exchangeEnds();
    parts.serial().nextMayCome();
  }

  /**
   * The last answer is written. Closing at once would reset the connection if the client has sent
   * more, and a reset may take the answer from it: so it is told that nothing more comes, and what
   * it sends is read until it leaves.
   */
  private void leave() {
    leaving = true;
    readBody(true);
    parts.serial().dropAll();
    // Shutting down drops what is not yet written; nothing comes after these no bytes.
    channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> linger());
  }

  private void linger() {
    parts.deadline().lingers();
    if (channel() instanceof DuplexChannel duplex) {
      duplex.shutdownOutput().addListener(this::shut);
    } else {
      var _ = channel().close();
    }
  }

  private void shut(Future<?> shutting) {
    if (!shutting.isSuccess()) {
      var _ = channel().close();
    }
  }

  /** The process ends: a connection without a request need not wait for one. */
  void closeWhenIdle() {
    if (exchange == null && requestEnded && answered && !leaving) {
      leave();
    }
  }

  @Override
  public void idleExpired() {
    var _ = channel().close();
  }

  @Override
  public void headExpired() {
    refuse(Failure.REQUEST_TIMEOUT);
  }

  @Override
  public void exchangeExpired() {
    if (exchange == null) {
      // Its answer is out, and the rest of the request does not come.
      var _ = channel().close();
    } else {
      exchange.expired();
    }
  }
}
