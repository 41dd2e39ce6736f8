package io.berth.proxy.http;

import io.berth.proxy.route.PortRoutes;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * Puts the handlers of one client's connection in their order, or closes it when it is one too
 * many.
 */
final class ClientInitializer extends ChannelInitializer<SocketChannel> {
  /** Until a table says more. */
  private static final Duration USUAL_IDLE_TIME = Duration.ofSeconds(60);

  private final int port;
  private final Map<EventLoop, LoopState> loops;
  private final HttpLimits limits;
  private final ClientCount count;

  ClientInitializer(
      int port, Map<EventLoop, LoopState> loops, HttpLimits limits, ClientCount count) {
    this.port = port;
    this.loops = loops;
    this.limits = limits;
    this.count = count;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    if (!count.enter()) {
      var _ = channel.close();
      return;
    }
    LoopState loop = loops.get(channel.eventLoop());
    if (loop == null) {
      throw new IllegalStateException("A client came on a loop that is not ours");
    }
    InetSocketAddress from = channel.remoteAddress();
    ClientOrigin origin = ClientOrigin.of(from.getAddress().getHostAddress(), port);
    ReadGate gate = new ReadGate(channel);
    AnswerEncoder encoder = new AnswerEncoder();
    SerialHandler serial = new SerialHandler(gate);
    ClientDeadline deadline = new ClientDeadline(idleTime(loop, origin), limits.lingerTime());
    ClientParts parts = new ClientParts(channel, origin, gate, encoder, serial, deadline);
    ExchangeHandler exchanges = new ExchangeHandler(loop, parts);
    deadline.tell(exchanges);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(deadline);
    pipeline.addLast(new StrictRequestDecoder(limits));
    pipeline.addLast(encoder);
    pipeline.addLast(serial);
    pipeline.addLast(new RequestCheckHandler());
    pipeline.addLast(new ContinueHandler());
    pipeline.addLast(exchanges);
    loop.clients().put(channel, exchanges);
    channel
        .closeFuture()
        .addListener(_ -> {
          loop.clients().remove(channel);
          count.leave();
        });
  }

  /** Whom a request is for is not known yet. */
  private static Duration idleTime(LoopState loop, ClientOrigin origin) {
    PortRoutes routes = loop.routes(origin.port());
    return routes == null ? USUAL_IDLE_TIME : routes.oldest().idleTimeout();
  }
}
