package io.berth.proxy.http;

import io.berth.proxy.balance.Balance;
import io.berth.proxy.balance.TargetLoad;
import io.berth.proxy.route.PortRoutes;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TargetKey;
import io.berth.proxy.upstream.UpstreamPools;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one event loop serves by: the table, the loads of the targets, the connections to
 * them. Confined to that loop: whoever else wants something of it sends a task there.
 */
final class LoopState {
  private final EventLoop loop;
  private final HttpLimits limits;
  private final Balance balance;
  private final UpstreamPools pools;
  private final TraceIds traces;
  private final Runnable idleNews;
  private final Map<Channel, ExchangeHandler> clients = new HashMap<>();
  private RoutingTable table = RoutingTable.empty();
  private boolean closing;
  private int inFlight;

  LoopState(EventLoop loop, HttpLimits limits, Chance chance, Runnable idleNews) {
    this.loop = loop;
    this.limits = limits;
    this.balance = new Balance(chance.random());
    this.pools = new UpstreamPools(loop, limits.upstream());
    this.traces = new TraceIds(chance.clock(), chance.random());
    this.idleNews = idleNews;
  }

  /** The clock on the wall and a source of chance that no other loop uses. */
  record Chance(InstantSource clock, RandomGenerator random) {}

  // ------------------------------------------------------------------ what is told

  /** Every request that is read from now on finds this table. */
  void serve(RoutingTable next, Predicate<TargetKey> healthy) {
    table = next;
    List<TargetKey> dropped = balance.serve(next, healthy).stream().map(TargetLoad::key).toList();
    pools.keepIdle(balance::takesRequests);
    pools.cut(dropped);
  }

  void judge(Set<TargetKey> changed, Predicate<TargetKey> healthy) {
    balance.judge(changed, healthy);
  }

  Map<TargetKey, Integer> leaving() {
    return balance.leaving();
  }

  /** Each connection ends with the request that it has, at once when it has none. */
  void closing() {
    closing = true;
    List.copyOf(clients.values()).forEach(ExchangeHandler::closeWhenIdle);
  }

  void closeClients() {
    for (Channel client : List.copyOf(clients.keySet())) {
      var _ = client.close();
    }
  }

  // ------------------------------------------------------------------ what is asked

  @Nullable PortRoutes routes(Integer port) {
    return table.ports().get(port);
  }

  int inFlight() {
    return inFlight;
  }

  boolean isClosing() {
    return closing;
  }

  EventLoop loop() {
    return loop;
  }

  HttpLimits limits() {
    return limits;
  }

  Balance balance() {
    return balance;
  }

  UpstreamPools pools() {
    return pools;
  }

  TraceIds traces() {
    return traces;
  }

  Map<Channel, ExchangeHandler> clients() {
    return clients;
  }

  /** A request goes to it. */
  void begins(TargetLoad load) {
    inFlight++;
    load.begin();
  }

  /** A request to it is over. */
  void ended(TargetLoad load) {
    inFlight--;
    if (load.end()) {
      idleNews.run();
    }
  }
}
