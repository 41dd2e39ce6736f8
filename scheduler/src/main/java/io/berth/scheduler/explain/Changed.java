package io.berth.scheduler.explain;

import io.berth.scheduler.query.QueriedHost;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** A host with more attributes, or with its agent back. */
record Changed(QueriedHost before, Map<String, String> attributes, boolean isReconnected)
    implements QueriedHost {

  @Override
  public boolean isAgentConnected() {
    return isReconnected || before.isAgentConnected();
  }

  @Override
  public String agentVersion() {
    return before.agentVersion();
  }

  @Override
  public String instanceId() {
    return before.instanceId();
  }

  @Override
  public Instant registeredAt() {
    return before.registeredAt();
  }

  @Override
  public Optional<String> attribute(String name) {
    String given = attributes.get(name);
    return given == null ? before.attribute(name) : Optional.of(given);
  }

  @Override
  public int runningTasks() {
    return before.runningTasks();
  }

  @Override
  public Collection<String> taskGroups() {
    return before.taskGroups();
  }
}
