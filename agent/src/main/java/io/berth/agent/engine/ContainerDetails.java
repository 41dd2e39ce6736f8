package io.berth.agent.engine;

import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.ContainerStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One container as the engine sees it now. Bound ports are those that are open: none unless it
 * runs. The exit code is that of its last run.
 */
public record ContainerDetails(
    ContainerId id,
    String engineName,
    Map<String, String> allLabels,
    ContainerState state,
    OptionalInt exitCode,
    boolean outOfMemory,
    Health health,
    String imageId,
    List<BoundPort> ports,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    String engineSentence) {

  public ContainerDetails {
    allLabels = Map.copyOf(allLabels);
    ports = List.copyOf(ports);
  }

  /** Our labels, if it carries them. */
  public Optional<ContainerLabels> labels() {
    return ContainerLabels.read(allLabels);
  }
}
