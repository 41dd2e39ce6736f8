package io.berth.proxy.upstream;

import io.berth.proxy.route.Target;
import io.berth.proxy.route.TargetKey;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** All connections of one event loop to targets, idle or in use. Confined to that loop. */
public final class UpstreamPools {
  private final EventLoop loop;
  private final UpstreamLimits limits;
  private final Map<TargetKey, Pool> pools = new HashMap<>();

  /** The connections to one target; the one used last is used next, so that the others may go. */
  private static final class Pool {
    private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
    private final Set<UpstreamConnection> all = new HashSet<>();
  }

  public UpstreamPools(EventLoop loop, UpstreamLimits limits) {
    this.loop = loop;
    this.limits = limits;
  }

  /** Begins to look for connections that were idle for too long. */
  public void start() {
    long every = Math.max(1, limits.idleTime().toNanos() / 2);
    var _ = loop.scheduleWithFixedDelay(this::sweep, every, every, TimeUnit.NANOSECONDS);
  }

  // ------------------------------------------------------------------ for a request

  /** One that waits for a request; it belongs to the caller then. */
  public Optional<UpstreamConnection> takeIdle(TargetKey key) {
    Pool pool = pools.get(key);
    while (pool != null && !pool.idle.isEmpty()) {
      UpstreamConnection connection = pool.idle.removeLast();
      if (connection.isOpen()) {
        return Optional.of(connection);
      }
    }
    return Optional.empty();
  }

  /** Tells the outcome on this loop, never before this call has returned to it. */
  public void connect(
      TargetKey key, Target target, Duration timeout, Consumer<ConnectOutcome> outcome) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(new Codec())
            .connect(new InetSocketAddress(InetAddress.ofLiteral(target.address()), target.port()));
    connecting.addListener(_ -> outcome.accept(outcome(key, connecting)));
  }

  private ConnectOutcome outcome(TargetKey key, ChannelFuture connecting) {
    if (!connecting.isSuccess()) {
      return new ConnectOutcome.Failed(connecting.cause() instanceof ConnectTimeoutException);
    }
    Channel channel = connecting.channel();
    AnswerDecoder decoder = channel.pipeline().get(AnswerDecoder.class);
    UpstreamConnection connection = new UpstreamConnection(key, this, channel, decoder);
    channel.pipeline().addLast(connection);
    pools.computeIfAbsent(key, _ -> new Pool()).all.add(connection);
    return new ConnectOutcome.Connected(connection);
  }

  private final class Codec extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel.pipeline().addLast(new AnswerDecoder(limits), new HttpRequestEncoder());
    }
  }

  // ------------------------------------------------------------------ from connections

  void released(UpstreamConnection connection) {
    Pool pool = pools.get(connection.key());
    if (pool == null || pool.idle.size() >= limits.idlePerTarget() || !connection.isOpen()) {
      connection.close();
      return;
    }
    connection.idleSince(loop.ticker().nanoTime());
    pool.idle.addLast(connection);
  }

  void gone(UpstreamConnection connection) {
    Pool pool = pools.get(connection.key());
    if (pool != null) {
      pool.all.remove(connection);
      pool.idle.remove(connection);
      if (pool.all.isEmpty()) {
        pools.remove(connection.key());
      }
    }
  }

  // ------------------------------------------------------------------ from the table

  /** Closes the idle connections to all targets but these; those in use go on. */
  public void keepIdle(Predicate<TargetKey> kept) {
    for (Map.Entry<TargetKey, Pool> entry : List.copyOf(pools.entrySet())) {
      if (!kept.test(entry.getKey())) {
        closeAll(entry.getValue().idle);
      }
    }
  }

  /** Ends all connections to these targets, whatever they are at. */
  public void cut(Collection<TargetKey> targets) {
    for (TargetKey key : targets) {
      Pool pool = pools.get(key);
      if (pool != null) {
        closeAll(pool.all);
      }
    }
  }

  private static void closeAll(Collection<UpstreamConnection> connections) {
    // A copy: each one leaves the pool as it closes.
    List<UpstreamConnection> closing = new ArrayList<>(connections);
    connections.clear();
    closing.forEach(UpstreamConnection::drop);
  }

  private void sweep() {
    long oldest = loop.ticker().nanoTime() - limits.idleTime().toNanos();
    for (Pool pool : List.copyOf(pools.values())) {
      while (!pool.idle.isEmpty() && pool.idle.getFirst().idleSince() - oldest <= 0) {
        pool.idle.removeFirst().close();
      }
    }
  }

  /** How many connections wait for a request. */
  public int idle() {
    return pools.values().stream().mapToInt(pool -> pool.idle.size()).sum();
  }
}
