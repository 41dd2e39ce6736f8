package io.berth.scheduler.aws;

import io.berth.scheduler.aws.ExchangeHandler.FrontCloses;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 server of the scheduler. Event loops only move bytes; each request is answered on a
 * virtual thread by the first route that takes it. Everything a client can make large, slow or many
 * has its bound in {@link FrontLimits}.
 */
public final class HttpFront {
  private static final int EVENT_LOOPS = 2;
  private static final int ACCEPT_QUEUE = 1_024;

  private final FrontAddress where;
  private final ConnectionInitializer initializer;
  private final Connections connections;
  private final Exchanges exchanges = new Exchanges();
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable EventLoopGroup eventLoops;
  private @Nullable Channel listening;

  public HttpFront(
      FrontAddress where,
      FrontLimits limits,
      List<Route> routes,
      InstantSource clock,
      Supplier<String> requestIds) {
    this.where = where;
    this.connections = new Connections(limits.connections());
    this.initializer =
        new ConnectionInitializer(
            connections,
            where.tls(),
            limits,
            new RequestHeads(requestIds),
            new Serving(
                new Routes(routes),
                new Workers(limits.requestsInFlight()),
                exchanges,
                new HttpDates(clock)));
  }

  /** Begins to listen, and says where: a port of zero has become a real one. */
  public InetSocketAddress start() throws IOException {
    eventLoops = new MultiThreadIoEventLoopGroup(EVENT_LOOPS, NioIoHandler.newFactory());
    var bound =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, ACCEPT_QUEUE)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(initializer)
            .bind(where.address())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      var _ = eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IOException("cannot listen on " + where.address(), bound.cause());
    }
    listening = bound.channel();
    return (InetSocketAddress) listening.localAddress();
  }

  int connections() {
    return connections.count();
  }

  /** Takes nothing new, lets what is in flight finish until the deadline, then closes the rest. */
  public void close(Duration deadline) throws InterruptedException {
    EventLoopGroup loops = eventLoops;
    if (loops == null || !closed.compareAndSet(false, true)) {
      return;
    }
    if (listening != null) {
      listening.close().sync();
    }
    exchanges.closing();
    connections.tellAll(new FrontCloses());
    try {
      exchanges.awaitNone(deadline);
    } finally {
      connections.closeAll();
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
