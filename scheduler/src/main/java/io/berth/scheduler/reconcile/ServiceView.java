package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Service;
import java.util.Comparator;
import java.util.List;

/**
 * A service with all that a decision about it needs.
 *
 * @param deployments the newest first
 * @param tasks those that are not over, in the order of their ids
 */
public record ServiceView(Service service, List<Deployment> deployments, List<TaskView> tasks) {
  public ServiceView {
    deployments =
        deployments.stream()
            .sorted(Comparator.comparingLong(Deployment::place).reversed())
            .toList();
    tasks = tasks.stream().sorted(Comparator.comparing(TaskView::id)).toList();
  }
}
