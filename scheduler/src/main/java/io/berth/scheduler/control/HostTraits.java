package io.berth.scheduler.control;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Task;
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
 */
public record HostTraits(ReadTx tx, Host host) implements QueriedHost {

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
    return tx.sum(Tables.TASKS, Tables.LOAD_OF_HOST, host.id()).tasks().running();
  }

  @Override
  public Collection<String> taskGroups() {
    Set<String> groups = new TreeSet<>();
    for (Task task : tx.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host.id())) {
      switch (task.status()) {
        case PENDING, RUNNING -> groups.add(task.order().group());
        case DEACTIVATING, STOPPING, STOPPED -> {}
      }
    }
    return groups;
  }
}
