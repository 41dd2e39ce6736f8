package io.berth.scheduler.placement;

import io.berth.scheduler.query.QueriedHost;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A host of which nothing is told: it has no attribute and was never connected. */
record NoTraits() implements QueriedHost {

  @Override
  public boolean isAgentConnected() {
    return false;
  }

  @Override
  public String agentVersion() {
    return "";
  }

  @Override
  public String instanceId() {
    return "";
  }

  @Override
  public Instant registeredAt() {
    return Instant.EPOCH;
  }

  @Override
  public Optional<String> attribute(String name) {
    return Optional.empty();
  }

  @Override
  public int runningTasks() {
    return 0;
  }

  @Override
  public List<String> taskGroups() {
    return List.of();
  }
}
