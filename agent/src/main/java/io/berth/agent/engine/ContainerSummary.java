package io.berth.agent.engine;

import io.berth.agent.model.ContainerId;
import java.util.Map;

/** A container of ours as a list shows it: enough to know whose it is and whether it runs. */
public record ContainerSummary(
    ContainerId id, ContainerLabels labels, Map<String, String> allLabels, ContainerState state) {

  public ContainerSummary {
    allLabels = Map.copyOf(allLabels);
  }
}
