package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Service;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A service with all that a decision about it needs.
 *
 * @param deployments the newest first
 * @param tasks those that are not over, in the order of their ids
 * @param hosts where they are; told only if some of them may be too many
 */
public record ServiceView(
    Service service,
    List<Deployment> deployments,
    List<TaskView> tasks,
    Map<HostId, Whereabouts> hosts) {
  public ServiceView {
    deployments =
        deployments.stream()
            .sorted(Comparator.comparingLong(Deployment::place).reversed())
            .toList();
    tasks = tasks.stream().sorted(Comparator.comparing(TaskView::id)).toList();
    hosts = Map.copyOf(hosts);
  }

  /** The same when a host is gone with all that it has. */
  public ServiceView without(HostId host) {
    return new ServiceView(
        service,
        deployments,
        tasks.stream().filter(task -> !task.host().equals(host)).toList(),
        hosts);
  }

  /** Of a service whose hosts do not matter. */
  public ServiceView(Service service, List<Deployment> deployments, List<TaskView> tasks) {
    this(service, deployments, tasks, Map.of());
  }
}
