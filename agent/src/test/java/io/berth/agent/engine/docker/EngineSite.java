package io.berth.agent.engine.docker;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where a test engine runs.
 *
 * @param entry words before those of a program that is to run there
 * @param network dockerd's arguments for what it finds there
 * @param bridge goes with the engine
 */
record EngineSite(List<String> entry, List<String> network, Optional<TestBridge> bridge) {
  EngineSite {
    entry = List.copyOf(entry);
    network = List.copyOf(network);
  }

  /** On this machine itself, beside all other engines. */
  static EngineSite onABridge() throws IOException {
    TestBridge bridge = TestBridge.create();
    return new EngineSite(
        List.of(),
        List.of(
            "--bridge",
            bridge.name(),
            // Ports by docker-proxy alone: several engines would fight over the host's one set of
            // rules.
            "--iptables=false",
            "--ip6tables=false",
            "--ip-forward=false",
            "--ip-masq=false"),
        Optional.of(bridge));
  }

  /** In a network of its own, where it may do as on a host of its own. */
  static EngineSite behind(List<String> entry) {
    return new EngineSite(entry, List.of(), Optional.empty());
  }

  void leave() throws IOException {
    if (bridge.isPresent()) {
      bridge.get().remove();
    }
  }
}
