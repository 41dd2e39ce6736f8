package io.berth.tests.sim;

import io.berth.agent.engine.ContainerDetails;
import io.berth.proxy.balance.Balance;
import io.berth.proxy.balance.TargetLoad;
import io.berth.proxy.main.VirtualProxy;
import io.berth.proxy.route.PortRoutes;
import io.berth.proxy.route.Target;
import io.berth.proxy.route.TargetGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through one proxy: routed, picked for and counted by the real table and
 * balance, carried over the simulated network to the container that listens there, and back. As
 * long as nothing of it was sent, another target may be tried.
 */
final class Exchange {
  static final int PORT = 80;
  private static final int TRIES = 3;
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofMillis(300);

  private final Traffic traffic;
  private final SimProxy proxy;
  private final Life life;
  private final VirtualProxy process;
  private final Balance loop;
  private final Duration work;
  private final Consumer<Outcome> user;
  private final List<TargetLoad> tried = new ArrayList<>();
  private @Nullable TargetGroup group;
  private @Nullable TargetLoad load;
  private @Nullable Connection connection;
  private boolean over;

  /** What became of a request. */
  enum Outcome {
    /** The user has the answer. */
    ANSWERED,
    /** The proxy serves nothing at that port. */
    NO_ROUTE,
    /** The group has no target that takes requests. */
    NO_TARGET,
    /** None of the targets could be reached. */
    UNREACHED,
    /** The target was gone in the middle of it. */
    CUT,
    /** Nothing came for too long. */
    LATE,
    /** The proxy was not there, or died. */
    PROXY_GONE
  }

  /** To whom it was sent: that very run of that container, whoever listens there later. */
  private record Connection(SimHost host, ContainerDetails container) {
    boolean isAlive() {
      return host.witness().running().stream()
          .anyMatch(one ->
              one.id().equals(container.id()) && one.startedAt().equals(container.startedAt()));
    }
  }

  /** What is asked for: by which loop of the proxy, and how long the target works on it. */
  record Demand(long number, String path, Duration work) {}

  /** In a life of the proxy that serves now. */
  Exchange(
      Traffic traffic,
      SimProxy proxy,
      VirtualProxy process,
      Demand demand,
      Consumer<Outcome> user) {
    this.traffic = traffic;
    this.proxy = proxy;
    this.life = proxy.life().orElseThrow();
    this.process = process;
    this.loop = process.loop(demand.number());
    this.work = demand.work();
    this.user = user;
  }

  void begin(String path) {
    proxy.begins(this);
    PortRoutes routes = process.table().ports().get(PORT);
    if (routes == null) {
      end(Outcome.NO_ROUTE);
      return;
    }
    Optional<TargetGroup> chosen = loop.group(routes.choose("any.host", path).forward());
    group = chosen.orElse(null);
    attempt(Outcome.NO_TARGET);
  }

  /** Whether it is at that target or on its way there. */
  boolean isAt(String target) {
    return load != null && load.target().id().text().equals(target);
  }

  // ------------------------------------------------------------------ finding a target

  private void attempt(Outcome otherwise) {
    Optional<TargetLoad> picked =
        group == null || tried.size() >= TRIES ? Optional.empty() : loop.pick(group.id(), tried);
    if (picked.isEmpty()) {
      end(otherwise);
      return;
    }
    load = picked.get();
    load.begin();
    traffic.picked(proxy, load);
    connect(traffic.reallySentTo(load, process));
  }

  private void connect(Target target) {
    SimHost host = traffic.streets().host(target.address());
    var there = new Network.Route(proxy.name(), host.name());
    Network network = traffic.network();
    if (!network.passes(there) || !network.passes(there.back())) {
      life.after(load().group().connectTimeout(), this::unreached);
      return;
    }
    traffic
        .world()
        .time()
        .after(
            network.latency(there),
            () -> {
              Optional<ContainerDetails> found =
                  traffic.streets().listening(target.address(), target.port());
              life.after(network.latency(there.back()), () -> connected(host, found));
            });
  }

  private void connected(SimHost host, Optional<ContainerDetails> found) {
    if (over) {
      return;
    }
    if (found.isEmpty()) {
      traffic.refused(proxy, load(), host);
      unreached();
      return;
    }
    var reached = new Connection(host, found.get());
    if (!load().isInTable() || !reached.isAlive()) {
      unreached();
      return;
    }
    connection = reached;
    host.attend(this);
    life.after(IDLE, () -> end(Outcome.LATE));
    travel(new Network.Route(proxy.name(), host.name()), () -> arrived(reached));
  }

  private void unreached() {
    if (!over) {
      traffic.world().counts().moved("request tried again");
      tried.add(load());
      letGo();
      attempt(Outcome.UNREACHED);
    }
  }

  private TargetLoad load() {
    TargetLoad now = load;
    if (now == null) {
      throw new IllegalStateException("nothing was picked");
    }
    return now;
  }

  private void letGo() {
    TargetLoad last = load;
    load = null;
    if (last != null) {
      process.ended(last);
    }
  }

  // ------------------------------------------------------------------ at the target

  /** What is sent waits while nothing passes. */
  private void travel(Network.Route route, Runnable then) {
    if (over) {
      return;
    }
    if (traffic.network().passes(route)) {
      traffic.world().time().after(traffic.network().latency(route), then);
    } else {
      traffic.world().time().after(AGAIN, () -> travel(route, then));
    }
  }

  private void arrived(Connection at) {
    if (over || !at.isAlive()) {
      return;
    }
    traffic.delivered(proxy, load(), at.container());
    traffic
        .world()
        .time()
        .after(
            work,
            () -> {
              if (at.isAlive()) {
                var back = new Network.Route(at.host().name(), proxy.name());
                travel(back, () -> life.run(() -> end(Outcome.ANSWERED)));
              }
            });
  }

  /** Something has changed at the engine of the target. */
  void look() {
    Connection at = connection;
    if (!over && at != null && !at.isAlive()) {
      life.after(Duration.ofMillis(1), () -> cut(at));
    }
  }

  private void cut(Connection at) {
    if (!over) {
      traffic.cutByEnd(proxy, load(), at.host(), at.container());
      end(Outcome.CUT);
    }
  }

  // ------------------------------------------------------------------ at the proxy

  /** Another table is served. */
  void tableChanged() {
    if (!over && connection != null && !load().isInTable()) {
      traffic.cutByTable(proxy, load());
      end(Outcome.CUT);
    }
  }

  /** Nothing of the process goes on. */
  void proxyDied() {
    finish(Outcome.PROXY_GONE);
  }

  private void end(Outcome outcome) {
    if (!over) {
      letGo();
      proxy.ends(this);
      finish(outcome);
    }
  }

  private void finish(Outcome outcome) {
    if (!over) {
      over = true;
      if (connection != null) {
        connection.host().leave(this);
      }
      user.accept(outcome);
    }
  }
}
