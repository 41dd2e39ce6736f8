package io.berth.scheduler.aws;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Puts the handlers of one connection in their order, or closes it when there are too many. */
final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {
  private final Connections connections;
  private final Optional<SSLContext> tls;
  private final FrontLimits limits;
  private final RequestHeads heads;
  private final BodyBudget budget;
  private final Serving serving;

  ConnectionInitializer(
      Connections connections,
      Optional<SSLContext> tls,
      FrontLimits limits,
      RequestHeads heads,
      Serving serving) {
    this.connections = connections;
    this.tls = tls;
    this.limits = limits;
    this.heads = heads;
    this.budget = new BodyBudget(limits.allBodiesBytes());
    this.serving = serving;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    if (!connections.enter(channel)) {
      var _ = channel.close();
      return;
    }
    DeadlineHandler deadline = new DeadlineHandler(limits);
    ChannelPipeline pipeline = channel.pipeline();
    tls.ifPresent(context -> pipeline.addLast(sslHandler(context)));
    pipeline.addLast(deadline);
    pipeline.addLast(new HttpServerCodec(decoderConfig()));
    // Holds back what was decoded beyond the request that is being served.
    pipeline.addLast(new FlowControlHandler());
    pipeline.addLast(new RequestAssemblyHandler(heads, limits, budget));
    pipeline.addLast(new ExchangeHandler(serving, deadline));
  }

  private SslHandler sslHandler(SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SslHandler handler = new SslHandler(engine);
    handler.setHandshakeTimeoutMillis(limits.writeTime().toMillis());
    return handler;
  }

  private HttpDecoderConfig decoderConfig() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(limits.requestLineBytes())
        .setMaxHeaderSize(limits.headerBytes())
        .setMaxChunkSize(8 << 10);
  }
}
