package io.berth.scheduler.aws;

import io.berth.scheduler.api.ApiError;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the pieces of a request, and refuses what is too large or no HTTP as soon as that shows.
 * Confined to its event loop; the buffers of the pieces are released on return.
 */
final class RequestAssemblyHandler extends SimpleChannelInboundHandler<HttpObject> {
  private final RequestHeads heads;
  private final FrontLimits limits;
  private final BodyBudget budget;
  private @Nullable Pending pending;
  private boolean refused;

  RequestAssemblyHandler(RequestHeads heads, FrontLimits limits, BodyBudget budget) {
    this.heads = heads;
    this.limits = limits;
    this.budget = budget;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject piece) {
    if (refused) {
      return;
    }
    if (piece.decoderResult().isFailure()) {
      refuse(context, headOf(piece), unreadable(piece.decoderResult()));
      return;
    }
    if (piece instanceof HttpRequest request) {
      begin(context, request);
    }
    if (piece instanceof HttpContent content && pending != null) {
      add(context, content, pending);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    abandon();
    context.fireChannelInactive();
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    HttpHead head = heads.of(request);
    boolean expects = request.headers().contains(HttpHeaderNames.EXPECT);
    if (expects && !HttpUtil.is100ContinueExpected(request)) {
      refuse(context, head, httpError(417, "Of expectations only 100-continue is known here."));
    } else if (HttpUtil.getContentLength(request, 0L) > limits.bodyBytes()) {
      refuse(context, head, tooLarge());
    } else {
      pending =
          new Pending(head, HttpUtil.isKeepAlive(request), new Body(limits.bodyBytes(), budget));
      if (expects) {
        var goOn = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE);
        var _ = context.writeAndFlush(goOn);
      }
    }
  }

  private void add(ChannelHandlerContext context, HttpContent content, Pending request) {
    switch (request.body().add(content.content())) {
      case TOO_LARGE -> refuse(context, request.head(), tooLarge());
      case NO_ROOM -> refuse(context, request.head(), throttled());
      case FINE -> {
        if (content instanceof LastHttpContent) {
          pending = null;
          context.fireChannelRead(
              new Assembled.Whole(request.head(), request.keepAlive(), request.body()));
        }
      }
    }
  }

  private HttpHead headOf(HttpObject piece) {
    if (pending != null) {
      return pending.head();
    }
    if (piece instanceof HttpRequest request) {
      return heads.of(request);
    }
    throw new IllegalStateException("the decoder failed between two requests");
  }

  /** What else this connection sends is thrown away: nobody knows where its next request begins. */
  private void refuse(ChannelHandlerContext context, HttpHead head, ApiError refusal) {
    refused = true;
    abandon();
    context.fireChannelRead(new Assembled.Refused(head, refusal));
  }

  private void abandon() {
    if (pending != null) {
      pending.body().giveBack();
      pending = null;
    }
  }

  private ApiError tooLarge() {
    return ApiError.sender(
        "RequestEntityTooLargeException",
        413,
        "The body of a request must not be larger than " + limits.bodyBytes() + " bytes.");
  }

  static ApiError throttled() {
    return ApiError.sender("ThrottlingException", "Rate exceeded");
  }

  private ApiError unreadable(DecoderResult result) {
    if (result.cause() instanceof TooLongHttpLineException) {
      return httpError(
          414, "The request line must not be longer than " + limits.requestLineBytes() + " bytes.");
    }
    if (result.cause() instanceof TooLongHttpHeaderException) {
      return httpError(
          431, "The headers must not be larger than " + limits.headerBytes() + " bytes.");
    }
    return httpError(400, "The request is not HTTP/1.1 as it should be.");
  }

  private static ApiError httpError(int status, String sentence) {
    return ApiError.sender("MalformedHttpRequestException", status, sentence);
  }

  private record Pending(HttpHead head, boolean keepAlive, Body body) {}
}
