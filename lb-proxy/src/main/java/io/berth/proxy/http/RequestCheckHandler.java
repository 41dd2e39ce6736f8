package io.berth.proxy.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/** Lets through what is fit to be passed on; a refusal takes the place of anything else. */
final class RequestCheckHandler extends ChannelInboundHandlerAdapter {
  private boolean refused;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest request) {
      Optional<Failure> failure = RequestCheck.failure(request);
      refused = failure.isPresent();
      if (refused) {
        ReferenceCountUtil.release(message);
        context.fireChannelRead(new RequestRefusal(failure.get()));
      } else {
        context.fireChannelRead(request);
      }
    } else {
      context.fireChannelRead(message);
    }
  }
}
