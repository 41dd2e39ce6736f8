package io.berth.scheduler.control;

import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.reconcile.ServiceWords;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tasks of a service that have begun to drain, for what users are told of them. */
final class LeavingTasks {
  private final ReadTx tx;
  private final Map<String, Integer> perGroup = new TreeMap<>();
  private final Map<DeploymentId, Integer> perDeployment = new TreeMap<>();

  LeavingTasks(ReadTx tx) {
    this.tx = tx;
  }

  void ended(Task task) {
    if (task.wish() instanceof Wish.Drain) {
      DeploymentId id = task.order().membership().map(Membership::deployment).orElseThrow();
      perDeployment.merge(id, 1, Integer::sum);
      List<BalancedPort> ports =
          tx.find(Tables.DEPLOYMENTS, id)
              .map(Deployment::recipe)
              .map(Deployment.Recipe::ports)
              .orElse(List.of());
      ports.forEach(port -> perGroup.merge(port.targetGroup(), 1, Integer::sum));
    }
  }

  List<String> words(ServiceId service) {
    List<String> words = new ArrayList<>();
    perGroup.forEach((group, count) -> words.add(ServiceWords.deregistered(service, count, group)));
    perDeployment.forEach(
        (deployment, count) -> words.add(ServiceWords.draining(service, deployment, count)));
    return words;
  }
}
