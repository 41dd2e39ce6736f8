package io.berth.tests.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A connection that is kept open and carries one request at a time. Confined to its event loop. */
final class ApiConnection {
  private static final int MOST_BYTES = 4 << 20;

  private final Channel channel;
  private @Nullable BiConsumer<HttpResponseStatus, ByteBuf> waiting;

  private ApiConnection(EventLoopGroup loop, URI endpoint) {
    this.channel =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    opened
                        .pipeline()
                        .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(MOST_BYTES),
                            new Answers());
                  }
                })
            .connect(endpoint.getHost(), endpoint.getPort())
            .syncUninterruptibly()
            .channel();
  }

  /** Called from outside the event loop: waits until it is open. */
  static ApiConnection open(EventLoopGroup loop, URI endpoint) {
    return new ApiConnection(loop, endpoint);
  }

  /** The answer's bytes are good until the callback returns; a status of 0 says: cut off. */
  void send(FullHttpRequest request, BiConsumer<HttpResponseStatus, ByteBuf> then) {
    waiting = then;
    var _ = channel.writeAndFlush(request, channel.voidPromise());
  }

  void close() {
    var _ = channel.close();
  }

  private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
      tell(answer.status(), answer.content());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      tell(
          new HttpResponseStatus(0, "cut off"),
          Unpooled.wrappedBuffer("the connection ended".getBytes(UTF_8)));
    }

    private void tell(HttpResponseStatus status, ByteBuf body) {
      BiConsumer<HttpResponseStatus, ByteBuf> then = waiting;
      waiting = null;
      if (then != null) {
        then.accept(status, body);
      }
    }
  }
}
