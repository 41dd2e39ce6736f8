package io.berth.proxy.http;

import io.berth.proxy.route.PortRoutes;
import io.berth.proxy.route.Protocol;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TargetKey;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Serves HTTP as a routing table says: the ports, the event loops, and what each loop knows. Its
 * methods wait for the loops and may be called by any thread but theirs.
 */
public final class HttpPlane {
  private static final int ACCEPT_QUEUE = 4_096;

  private final HttpLimits limits;
  private final Ports ports;
  private final ClientCount clients;
  private final EventLoopGroup group;
  private final Map<EventLoop, LoopState> loops;
  private final AtomicBoolean closed = new AtomicBoolean();
  private Set<Integer> wantedPorts = Set.of();

  /**
   * What a plane is made of.
   *
   * @param addresses where its listeners are bound
   * @param loops how many threads move bytes
   * @param idleNews called by a loop when a target that drains or is fenced may have become idle;
   *     must not wait
   */
  public record Parts(
      List<InetAddress> addresses,
      int loops,
      HttpLimits limits,
      InstantSource clock,
      RandomGenerator.SplittableGenerator random,
      Runnable idleNews) {}

  public HttpPlane(Parts parts) {
    this.limits = parts.limits();
    this.clients = new ClientCount(limits.connections());
    this.group = new MultiThreadIoEventLoopGroup(parts.loops(), NioIoHandler.newFactory());
    this.loops = loops(parts);
    this.ports = new Ports(parts.addresses(), this::bootstrap);
  }

  private Map<EventLoop, LoopState> loops(Parts parts) {
    Map<EventLoop, LoopState> made = new HashMap<>();
    for (EventExecutor executor : group) {
      EventLoop loop = (EventLoop) executor;
      var chance = new LoopState.Chance(parts.clock(), parts.random().split());
      made.put(loop, new LoopState(loop, limits, chance, parts.idleNews()));
    }
    return Map.copyOf(made);
  }

  private ServerBootstrap bootstrap(int port) {
    return new ServerBootstrap()
        .group(group)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, ACCEPT_QUEUE)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(new ClientInitializer(port, loops, limits, clients));
  }

  public void start() {
    loops.values().forEach(state -> state.pools().start());
  }

  // ------------------------------------------------------------------ what is told

  /**
   * Serves this table. When this returns, every request that is read finds it, and its ports are
   * open but for the {@link #problems}.
   */
  public void serve(RoutingTable table, Predicate<TargetKey> healthy) {
    tellAll(state -> state.serve(table, healthy));
    Set<Integer> wanted =
        table.ports().values().stream()
            .filter(routes -> routes.protocol() == Protocol.HTTP)
            .map(PortRoutes::port)
            .collect(Collectors.toSet());
    synchronized (ports) {
      ports.want(wanted);
      wantedPorts = wanted;
    }
  }

  /** The health of these targets has changed. */
  public void judge(Set<TargetKey> changed, Predicate<TargetKey> healthy) {
    loops.forEach((loop, state) -> loop.execute(() -> state.judge(changed, healthy)));
  }

  /** Tries again to open the ports that could not be; answers what could not be now. */
  public Map<Integer, PortProblem> retryPorts() {
    synchronized (ports) {
      ports.want(wantedPorts);
      return ports.problems();
    }
  }

  // ------------------------------------------------------------------ what is asked

  /** Ports of the served table that take no traffic here. */
  public Map<Integer, PortProblem> problems() {
    synchronized (ports) {
      return ports.problems();
    }
  }

  /**
   * What is in flight to each target that drains or is fenced in the served table. One that is at
   * zero stays there until a table makes it active: each loop counts under that very table.
   */
  public Map<TargetKey, Integer> leaving() {
    Map<TargetKey, Integer> counts = new HashMap<>();
    for (Map<TargetKey, Integer> ofLoop : onAll(LoopState::leaving)) {
      ofLoop.forEach((key, count) -> counts.merge(key, count, Integer::sum));
    }
    return counts;
  }

  /** Requests that are at a target or on their way to one. */
  public int inFlight() {
    return onAll(LoopState::inFlight).stream().mapToInt(Integer::intValue).sum();
  }

  /** Clients that are connected. */
  public int clients() {
    return clients.count();
  }

  private void tellAll(Consumer<LoopState> word) {
    onAll(state -> {
      word.accept(state);
      return true;
    });
  }

  private <T> List<T> onAll(Function<LoopState, T> question) {
    List<Future<T>> asked = new ArrayList<>();
    loops.forEach((loop, state) -> {
      Callable<T> call = () -> question.apply(state);
      asked.add(loop.submit(call));
    });
    return asked.stream().map(one -> one.syncUninterruptibly().getNow()).toList();
  }

  // ------------------------------------------------------------------ the end

  /** Takes no new client, lets requests end until the deadline, then cuts the rest. */
  public void close(Duration deadline) throws InterruptedException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    synchronized (ports) {
      ports.close();
    }
    tellAll(LoopState::closing);
    clients.awaitNone(deadline);
    tellAll(LoopState::closeClients);
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
