package io.berth.tests.sim;

import io.berth.agent.engine.ContainerDetails;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is reached at which address. */
final class Streets {
  private final Map<String, SimHost> hosts = new HashMap<>();

  Streets(List<SimHost> all) {
    all.forEach(host -> hosts.put(host.address(), host));
  }

  SimHost host(String address) {
    return Optional.ofNullable(hosts.get(address)).orElseThrow();
  }

  /** The container that listens there now. */
  Optional<ContainerDetails> listening(String address, int port) {
    return host(address).witness().running().stream()
        .filter(one -> one.ports().stream().anyMatch(bound -> bound.hostPort() == port))
        .findFirst();
  }
}
