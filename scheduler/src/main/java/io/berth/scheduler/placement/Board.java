package io.berth.scheduler.placement;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.HostView.TasksOfGroup;
import java.util.HashMap;
import java.util.Map;

/**
 * All hosts, with what their tasks have taken and how many tasks of which group they have: kept in
 * step with every change instead of being gathered for each request. For one thread at a time;
 * {@link BoardPlacer} reads it.
 */
public final class Board {
  private final Map<HostId, Slot> slots = new HashMap<>();
  private final Map<ClusterName, Rack> clusters = new HashMap<>();
  private final Map<String, Map<Slot, TasksOfGroup>> groups = new HashMap<>();
  private final Kinds kinds = new Kinds();

  // ------------------------------------------------------------------------------ news

  /** A host in service, or what is new of it. */
  public void list(Host host) {
    Slot slot = slot(host.id());
    if (slot.isListed() && isAlike(slot.host(), host)) {
      slot.list(host, slot.kind());
      return;
    }
    leave(slot);
    slot.list(host, kinds.join(Kind.Traits.of(host)));
    clusters.computeIfAbsent(host.cluster(), _ -> new Rack()).put(slot);
  }

  /** A host that takes no tasks any more; what it runs still counts until it is over. */
  public void unlist(HostId id) {
    Slot slot = slots.get(id);
    if (slot != null) {
      leave(slot);
      slot.list(null, null);
      forgetIfEmpty(slot);
    }
  }

  /** A task that is not over, as far as it counts for its host. */
  public record Stay(TaskShape shape, String group, boolean isWanted) {}

  /** A task that is not over came to its host. */
  public void take(HostId host, Stay task) {
    move(slot(host), task, 1);
  }

  /** A task is over, or counts otherwise from now on. */
  public void giveBack(HostId host, Stay task) {
    Slot slot = slot(host);
    move(slot, task, -1);
    forgetIfEmpty(slot);
  }

  /** How many more of a host's ports some proxy may still send to, or fewer. */
  public void hold(HostId host, int more) {
    Slot slot = slot(host);
    slot.hold(more);
    forgetIfEmpty(slot);
  }

  private void move(Slot slot, Stay task, int sign) {
    slot.move(task.shape(), sign);
    Map<Slot, TasksOfGroup> counts = groups.computeIfAbsent(task.group(), _ -> new HashMap<>());
    TasksOfGroup count =
        counts.getOrDefault(slot, TasksOfGroup.NONE).plus(task.isWanted() ? sign : 0, sign);
    if (!count.equals(TasksOfGroup.NONE)) {
      counts.put(slot, count);
      return;
    }
    counts.remove(slot);
    if (counts.isEmpty()) {
      groups.remove(task.group());
    }
  }

  // ------------------------------------------------------------------------------ answers

  /** Whether any host takes tasks of the cluster. */
  public boolean hasHosts(ClusterName cluster) {
    return clusters.containsKey(cluster);
  }

  /** The hosts that take tasks of the cluster. */
  Rack of(ClusterName cluster) {
    Rack rack = clusters.get(cluster);
    return rack == null ? new Rack() : rack;
  }

  Map<Slot, TasksOfGroup> counts(String group) {
    return groups.getOrDefault(group, Map.of());
  }

  int kindLimit() {
    return kinds.limit();
  }

  private Slot slot(HostId id) {
    return slots.computeIfAbsent(id, Slot::new);
  }

  private static boolean isAlike(Host before, Host after) {
    return before.cluster().equals(after.cluster())
        && before.facts().equals(after.facts())
        && before.usersAttributes().equals(after.usersAttributes());
  }

  private void leave(Slot slot) {
    if (slot.isListed()) {
      clusters.computeIfPresent(
          slot.host().cluster(),
          (_, rack) -> {
            rack.remove(slot);
            return rack.hosts() == 0 ? null : rack;
          });
      kinds.leave(slot.kind());
    }
  }

  private void forgetIfEmpty(Slot slot) {
    if (slot.isEmpty()) {
      slots.remove(slot.id());
    }
  }
}
