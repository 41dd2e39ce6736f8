package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.query.QueriedHost;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hosts in zones and racks, for tests of constraints and strategies. */
record Zoned(Map<String, String> attributes, Set<String> taskGroups) implements QueriedHost {

  /** A host with so much memory, and with so many tasks of the group. */
  static HostView host(int number, long memoryMib, int tasksOfGroup, String... attributes) {
    return host(
        number, memoryMib, new HostView.TasksOfGroup(tasksOfGroup, tasksOfGroup), attributes);
  }

  static HostView host(
      int number, long memoryMib, HostView.TasksOfGroup tasksOfGroup, String... attributes) {
    Map<String, String> all = new HashMap<>();
    for (String attribute : attributes) {
      List<String> parts = List.of(attribute.split("=", 2));
      all.put(parts.getFirst(), parts.getLast());
    }
    return new HostView(
        new HostId(0, number),
        HostView.Standing.READY,
        new Resources(10_000, memoryMib, 10, 10),
        new HostFacts.PortRange(20_000, 20_999),
        Set.of(),
        Set.of(),
        List.of(),
        tasksOfGroup,
        new Zoned(all, Set.of()));
  }

  @Override
  public boolean isAgentConnected() {
    return true;
  }

  @Override
  public String agentVersion() {
    return "1";
  }

  @Override
  public String instanceId() {
    return "id";
  }

  @Override
  public Instant registeredAt() {
    return Instant.EPOCH;
  }

  @Override
  public Optional<String> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  @Override
  public int runningTasks() {
    return 0;
  }
}
