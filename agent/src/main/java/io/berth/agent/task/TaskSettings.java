package io.berth.agent.task;

import io.berth.agent.model.HostFacts.PortRange;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What this agent's configuration says about tasks: who it is on its labels, the features that it
 * knows, the addresses to which ports are bound as of now, where ports are picked, and how long
 * ended containers are kept.
 */
public record TaskSettings(
    String agent,
    Set<String> features,
    Supplier<List<String>> bindAddresses,
    PortRange dynamicPorts,
    Duration cleanUpAfter) {

  public TaskSettings {
    features = Set.copyOf(features);
  }
}
