package io.berth.scheduler.api;

import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.TaskCounts;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/** Clusters in the shapes of ECS. */
final class ClusterWire {
  private static final Map<String, Set<String>> SETTINGS =
      Map.of("containerInsights", Set.of("enabled", "disabled", "enhanced"));

  private ClusterWire() {}

  static software.amazon.awssdk.services.ecs.model.Cluster write(
      ReadTx state, Arns arns, Cluster cluster, Collection<ClusterField> include) {
    TaskCounts tasks = state.sum(Tables.TASKS, Tables.TASKS_OF_CLUSTER, cluster.name());
    return software.amazon.awssdk.services.ecs.model.Cluster.builder()
        .clusterArn(arns.cluster(cluster.name()))
        .clusterName(cluster.name().text())
        .status(cluster.status().name())
        .registeredContainerInstancesCount(hosts(state, cluster))
        .runningTasksCount(tasks.running())
        .pendingTasksCount(tasks.pending())
        .activeServicesCount(services(state, cluster, Service.State.Active.class))
        .settings(include.contains(ClusterField.SETTINGS) ? settings(cluster) : List.of())
        .statistics(
            include.contains(ClusterField.STATISTICS)
                ? statistics(state, cluster, tasks)
                : List.of())
        .tags(include.contains(ClusterField.TAGS) ? Tags.write(cluster.tags()) : List.of())
        .capacityProviders(List.of())
        .defaultCapacityProviderStrategy(List.of())
        .build();
  }

  /** What a request sets; names and values are those of ECS. */
  static Map<String, String> readSettings(Collection<ClusterSetting> given) {
    Map<String, String> settings = new HashMap<>();
    for (ClusterSetting setting : given) {
      String name = String.valueOf(setting.nameAsString());
      Set<String> values = SETTINGS.get(name);
      if (values == null) {
        throw Lookups.invalid("Unknown cluster setting: " + Arns.shown(name));
      }
      String value = String.valueOf(setting.value());
      if (!values.contains(value)) {
        throw Lookups.invalid(
            "Invalid value for cluster setting " + name + ": " + Arns.shown(value));
      }
      settings.put(name, value);
    }
    return settings;
  }

  private static int hosts(ReadTx state, Cluster cluster) {
    int count = 0;
    for (Host host : state.rowsWith(Tables.HOSTS, Tables.HOSTS_BY_CLUSTER, cluster.name())) {
      if (host.status() != Host.Status.INACTIVE) {
        count++;
      }
    }
    return count;
  }

  private static int services(ReadTx state, Cluster cluster, Class<? extends Service.State> which) {
    int count = 0;
    for (Service service :
        state.rowsWith(Tables.SERVICES, Tables.SERVICES_BY_CLUSTER, cluster.name())) {
      if (which.isInstance(service.state())) {
        count++;
      }
    }
    return count;
  }

  private static List<ClusterSetting> settings(Cluster cluster) {
    Map<String, String> all = new TreeMap<>(cluster.settings());
    all.putIfAbsent("containerInsights", "disabled");
    return all.entrySet().stream()
        .map(setting ->
            ClusterSetting.builder().name(setting.getKey()).value(setting.getValue()).build())
        .toList();
  }

  /** Every host is one that the operator brought, which clients know as EC2. */
  private static List<KeyValuePair> statistics(ReadTx state, Cluster cluster, TaskCounts tasks) {
    int active = services(state, cluster, Service.State.Active.class);
    int draining = services(state, cluster, Service.State.Draining.class);
    return List.of(
        statistic("runningEC2TasksCount", tasks.running()),
        statistic("runningFargateTasksCount", 0),
        statistic("pendingEC2TasksCount", tasks.pending()),
        statistic("pendingFargateTasksCount", 0),
        statistic("activeEC2ServiceCount", active),
        statistic("activeFargateServiceCount", 0),
        statistic("drainingEC2ServiceCount", draining),
        statistic("drainingFargateServiceCount", 0));
  }

  private static KeyValuePair statistic(String name, int value) {
    return KeyValuePair.builder().name(name).value(Integer.toString(value)).build();
  }
}
