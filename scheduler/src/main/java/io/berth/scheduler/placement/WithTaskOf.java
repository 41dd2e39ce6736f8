package io.berth.scheduler.placement;

import io.berth.scheduler.query.QueriedHost;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A host that has got a task of a group, which does not run yet. */
record WithTaskOf(String group, QueriedHost before) implements QueriedHost {

  @Override
  public boolean isAgentConnected() {
    return before.isAgentConnected();
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
    return before.attribute(name);
  }

  @Override
  public int runningTasks() {
    return before.runningTasks();
  }

  @Override
  public Collection<String> taskGroups() {
    Set<String> groups = new TreeSet<>(before.taskGroups());
    groups.add(group);
    return groups;
  }
}
