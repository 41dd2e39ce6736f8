package io.berth.tests.sim;

import io.berth.agent.engine.ContainerDetails;
import io.berth.proxy.health.Check;
import io.berth.proxy.health.CheckResult;
import java.util.Optional;
import java.util.function.Consumer;

/** The checks of proxies: each goes over the network to whoever listens at the target's address. */
final class HealthRounds {
  private final Surroundings world;
  private final Network network;
  private final Streets streets;

  HealthRounds(Surroundings world, Network network, Streets streets) {
    this.world = world;
    this.network = network;
    this.streets = streets;
  }

  /** One check by that proxy; its result is told once, while that life lasts. */
  void make(String proxy, Life life, Check check, Consumer<CheckResult> result) {
    SimHost host = streets.host(check.target().address());
    var there = new Network.Route(proxy, host.name());
    if (!network.passes(there) || !network.passes(there.back())) {
      life.after(
          check.how().timeout(),
          () -> result.accept(CheckResult.failed(CheckResult.Reason.TIMEOUT)));
      return;
    }
    world
        .time()
        .after(
            network.latency(there),
            () -> {
              CheckResult found = look(host, check);
              life.after(network.latency(there.back()), () -> result.accept(found));
            });
  }

  private CheckResult look(SimHost host, Check check) {
    Optional<ContainerDetails> listening =
        streets.listening(check.target().address(), check.port());
    if (listening.isEmpty()) {
      return CheckResult.failed(CheckResult.Reason.CONNECTION_FAILED);
    }
    return host.isSick(listening.get().id()) ? CheckResult.status(500) : CheckResult.passed();
  }
}
