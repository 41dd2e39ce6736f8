package io.berth.scheduler.api;

import io.berth.scheduler.model.HostFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RuntimePlatform;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * What a definition asks a host to be and to be able to do, under the names that ECS has for it.
 */
final class RequiredAttributes {
  private static final String PRIVILEGED = "com.amazonaws.ecs.capability.privileged-container";
  private static final String TASK_SIZE = "ecs.capability.task-cpu-mem-limit";
  private static final String HEALTH_CHECK = "ecs.capability.container-health-check";
  private static final String ORDER = "ecs.capability.container-ordering";
  private static final String RESTART = "ecs.capability.container-restart-policy";
  private static final String LOCAL_VOLUMES = "ecs.capability.docker-volume-driver.local";

  /** What every agent can do, so that placement need not ask for it. */
  static final Set<String> OF_EVERY_HOST =
      Set.of(PRIVILEGED, TASK_SIZE, HEALTH_CHECK, ORDER, RESTART, LOCAL_VOLUMES);

  private RequiredAttributes() {}

  /** As clients see them, in order of names. */
  static List<Attribute> of(TaskDefinition definition) {
    List<Attribute> all = new ArrayList<>();
    platform(definition)
        .forEach((name, value) -> all.add(Attribute.builder().name(name).value(value).build()));
    Map<String, Boolean> asked =
        Map.of(
            PRIVILEGED,
            any(definition, one -> Boolean.TRUE.equals(one.privileged())),
            TASK_SIZE,
            definition.cpu() != null || definition.memory() != null,
            HEALTH_CHECK,
            any(definition, ContainerRules::hasCheck),
            ORDER,
            any(definition, one -> !one.dependsOn().isEmpty()),
            RESTART,
            any(definition, RequiredAttributes::restarts),
            LOCAL_VOLUMES,
            definition.volumes().stream().anyMatch(one -> one.dockerVolumeConfiguration() != null));
    asked.forEach((name, isAsked) -> {
      if (isAsked) {
        all.add(Attribute.builder().name(name).build());
      }
    });
    all.sort((one, other) -> one.name().compareTo(other.name()));
    return all;
  }

  /** What placement compares: the attributes in which hosts differ. */
  static Map<String, String> platform(TaskDefinition definition) {
    Map<String, String> asked = new HashMap<>();
    RuntimePlatform platform = definition.runtimePlatform();
    if (platform != null && platform.operatingSystemFamily() != null) {
      boolean linux = platform.operatingSystemFamilyAsString().equals("LINUX");
      asked.put(HostFacts.OS_TYPE, linux ? "linux" : "windows");
    }
    if (platform != null && platform.cpuArchitecture() != null) {
      asked.put(
          HostFacts.CPU_ARCHITECTURE, platform.cpuArchitectureAsString().toLowerCase(Locale.ROOT));
    }
    return asked;
  }

  private static boolean any(TaskDefinition definition, Predicate<ContainerDefinition> asks) {
    return definition.containerDefinitions().stream().anyMatch(asks);
  }

  private static boolean restarts(ContainerDefinition container) {
    return container.restartPolicy() != null
        && Boolean.TRUE.equals(container.restartPolicy().enabled());
  }
}
