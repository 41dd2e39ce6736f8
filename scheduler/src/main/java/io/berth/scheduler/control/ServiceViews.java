package io.berth.scheduler.control;

import io.berth.scheduler.model.CutOff;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PlacementTags;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.placement.Preferences;
import io.berth.scheduler.reconcile.Reconcile;
import io.berth.scheduler.reconcile.ServiceView;
import io.berth.scheduler.reconcile.Step;
import io.berth.scheduler.reconcile.TaskView;
import io.berth.scheduler.reconcile.Whereabouts;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Services as decisions about them see them. */
public final class ServiceViews {
  private ServiceViews() {}

  /** The deployments of a service, the newest first. */
  public static List<Deployment> deployments(ReadTx tx, ServiceId id) {
    List<Deployment> deployments = new ArrayList<>();
    tx.rowsWith(Tables.DEPLOYMENTS, Tables.DEPLOYMENTS_BY_SERVICE, id).forEach(deployments::add);
    deployments.sort(Comparator.comparingLong(Deployment::place).reversed());
    return deployments;
  }

  /** What the service shall be; one that is not over always has it. */
  static Deployment newest(ReadTx tx, ServiceId id) {
    return deployments(tx, id).getFirst();
  }

  static boolean hasNoTask(ReadTx tx, ServiceId id) {
    return !tx.rowsWith(Tables.TASKS, Tables.LIVING_TASKS_BY_SERVICE, id).iterator().hasNext();
  }

  /** The service as it is now. */
  public static ServiceView view(ReadTx tx, Service service) {
    List<Deployment> deployments = deployments(tx, service.id());
    Map<DeploymentId, Deployment> byId = new HashMap<>();
    deployments.forEach(deployment -> byId.put(deployment.id(), deployment));
    CutOff cutOff = CutOff.of(service.wish(), service.tags());
    List<TaskView> tasks = new ArrayList<>();
    for (Task task : tx.rowsWith(Tables.TASKS, Tables.LIVING_TASKS_BY_SERVICE, service.id())) {
      tasks.add(TaskViews.view(tx, task, byId, cutOff));
    }
    return new ServiceView(
        service,
        deployments,
        tasks,
        tasks.size() > service.desiredCount() ? whereabouts(tx, service, tasks) : Map.of());
  }

  /** How many tasks it would start now if there is room. */
  public static int startsNow(ReadTx tx, Service service, Instant now) {
    return Reconcile.plan(view(tx, service), now).steps().stream()
        .mapToInt(step -> step instanceof Step.Start(_, var count) ? count : 0)
        .sum();
  }

  /** What the preferences and strategies of the service compare of the hosts of its tasks. */
  private static Map<HostId, Whereabouts> whereabouts(
      ReadTx tx, Service service, List<TaskView> tasks) {
    List<String> attributes = new ArrayList<>();
    for (Strategy strategy : service.wish().effectiveStrategies()) {
      if (strategy instanceof Strategy.SpreadOverAttribute(var name)) {
        attributes.add(name);
      }
    }
    Preferences preferences = Preferences.of(PlacementTags.preferences(service.tags()));
    Map<HostId, Whereabouts> hosts = new HashMap<>();
    for (TaskView task : tasks) {
      hosts.computeIfAbsent(task.host(), id -> whereabouts(tx, id, preferences, attributes));
    }
    return hosts;
  }

  private static @Nullable Whereabouts whereabouts(
      ReadTx tx, HostId id, Preferences preferences, List<String> attributes) {
    Host host = tx.find(Tables.HOSTS, id).orElse(null);
    if (host == null) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    for (String name : attributes) {
      host.attribute(name).ifPresent(value -> values.put(name, value));
    }
    Resources free =
        host.facts().registered().lessAtMost(tx.sum(Tables.TASKS, Tables.LOAD_OF_HOST, id).taken());
    return new Whereabouts(
        preferences.unmet(new HostTraits(tx, host)), values, free.cpuUnits(), free.memoryMib());
  }
}
