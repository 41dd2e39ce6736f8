package io.berth.scheduler.control;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.query.QueriedHost;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A stored host as queries see it. What its tasks say is looked up when it is asked for: most
 * queries read attributes alone.
 *
 * @param without tasks that are to count as if they were over
 */
public record HostTraits(ReadTx tx, Host host, Set<TaskId> without) implements QueriedHost {

  public HostTraits {
    without = Set.copyOf(without);
  }

  /** With all that it runs. */
  public HostTraits(ReadTx tx, Host host) {
    this(tx, host, Set.of());
  }

  @Override
  public boolean isAgentConnected() {
    return host.isConnected();
  }

  @Override
  public String agentVersion() {
    return host.facts().software().agentVersion();
  }

  /** There is no other name for it than its own id. */
  @Override
  public String instanceId() {
    return host.id().text();
  }

  @Override
  public Instant registeredAt() {
    return host.registeredAt();
  }

  @Override
  public Optional<String> attribute(String name) {
    return host.attribute(name);
  }

  @Override
  public int runningTasks() {
    return HostViews.load(tx, host, without).tasks().running();
  }

  @Override
  public Collection<String> taskGroups() {
    Set<String> groups = new TreeSet<>();
    for (Task task : tx.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host.id())) {
      if (without.contains(task.id())) {
        continue;
      }
      switch (task.status()) {
        case PENDING, RUNNING -> groups.add(task.order().group());
        case DEACTIVATING, STOPPING, STOPPED -> {}
      }
    }
    return groups;
  }
}
