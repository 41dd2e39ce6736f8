package io.berth.scheduler.api;

import io.berth.scheduler.model.BuiltIn;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DockerVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.FirelensConfigurationType;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RuntimePlatform;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.Volume;

/**
 * What a definition asks a host to be and to be able to do, under the names that ECS has for it.
 * What clients are shown is what placement compares.
 *
 * <p>A member that is kept and not followed asks for nothing, such as a log driver: no host could
 * ever do it, and definitions that name one shall run all the same.
 */
final class RequiredAttributes {
  private static final String ABILITY = "ecs.capability.";

  /** Of the first abilities; later ones have the shorter name. */
  private static final String OLD_ABILITY = "com.amazonaws.ecs.capability.";

  private static final String LOCAL_DRIVER = "local";
  private static final int USUAL_CPU_UNITS = 10_240;

  private record Ask(String name, Predicate<TaskDefinition> isAsked) {}

  private static final List<Ask> OF_TASKS =
      List.of(
          new Ask(ABILITY + "task-cpu-mem-limit", it -> it.cpu() != null || it.memory() != null),
          new Ask(
              ABILITY + "increased-task-cpu-limit",
              it -> TaskSize.cpuUnits(it.cpu()).orElse(0) > USUAL_CPU_UNITS),
          new Ask(OLD_ABILITY + "task-iam-role", it -> it.taskRoleArn() != null),
          new Ask(
              OLD_ABILITY + "task-iam-role-network-host",
              it -> it.taskRoleArn() != null && it.networkMode() == NetworkMode.HOST),
          new Ask(ABILITY + "task-eni", it -> it.networkMode() == NetworkMode.AWSVPC),
          new Ask(
              ABILITY + "pid-ipc-namespace-sharing",
              it -> it.pidMode() != null || it.ipcMode() != null),
          new Ask(ABILITY + "aws-appmesh", it -> it.proxyConfiguration() != null),
          new Ask(ABILITY + "task-eia", it -> !it.inferenceAccelerators().isEmpty()),
          new Ask(
              ABILITY + "fault-injection", it -> Boolean.TRUE.equals(it.enableFaultInjection())));

  private static final List<Ask> OF_VOLUMES =
      List.of(
          volume(BuiltIn.ENGINE_API + "1.25", it -> it.dockerVolumeConfiguration() != null),
          volume(ABILITY + "efs", it -> it.efsVolumeConfiguration() != null),
          volume(
              ABILITY + "efsAuth",
              it ->
                  it.efsVolumeConfiguration() != null
                      && it.efsVolumeConfiguration().authorizationConfig() != null),
          volume(
              ABILITY + "fsxWindowsFileServer",
              it -> it.fsxWindowsFileServerVolumeConfiguration() != null),
          volume(
              ABILITY + "storage.ebs-task-volume-attach",
              it -> Boolean.TRUE.equals(it.configuredAtLaunch())));

  private static final List<Ask> OF_CONTAINERS =
      List.of(
          container(
              OLD_ABILITY + "privileged-container", it -> Boolean.TRUE.equals(it.privileged())),
          container(ABILITY + "container-health-check", ContainerRules::hasCheck),
          container(ABILITY + "container-ordering", it -> !it.dependsOn().isEmpty()),
          container(ABILITY + "container-restart-policy", RequiredAttributes::restarts),
          container(
              ABILITY + "network.container-port-range",
              it -> it.portMappings().stream().anyMatch(port -> port.containerPortRange() != null)),
          container(ABILITY + "env-files.s3", it -> !it.environmentFiles().isEmpty()),
          container(
              ABILITY + "private-registry-authentication.secretsmanager",
              it -> it.repositoryCredentials() != null),
          container(
              ABILITY + "secrets.asm.environment-variables",
              it -> it.secrets().stream().anyMatch(RequiredAttributes::isOfManager)),
          container(
              ABILITY + "secrets.ssm.environment-variables",
              it -> !it.secrets().stream().allMatch(RequiredAttributes::isOfManager)),
          container(
              ABILITY + "firelens.fluentd", it -> routes(it, FirelensConfigurationType.FLUENTD)),
          container(
              ABILITY + "firelens.fluentbit",
              it -> routes(it, FirelensConfigurationType.FLUENTBIT)),
          container(ABILITY + "gmsa", it -> !it.credentialSpecs().isEmpty()));

  /** In which version of its API the engine learned what a container asks for. */
  private static final List<Ask> OF_ENGINES =
      List.of(
          container(BuiltIn.ENGINE_API + "1.18", it -> !it.ulimits().isEmpty()),
          container(
              BuiltIn.ENGINE_API + "1.22",
              it -> linux(it, asks -> asks.sharedMemorySize() != null || !asks.tmpfs().isEmpty())),
          container(
              BuiltIn.ENGINE_API + "1.24",
              it -> ContainerRules.hasCheck(it) || !it.systemControls().isEmpty()),
          container(
              BuiltIn.ENGINE_API + "1.25",
              it -> linux(it, asks -> Boolean.TRUE.equals(asks.initProcessEnabled()))),
          container(
              BuiltIn.ENGINE_API + "1.29",
              it -> ContainerRules.hasCheck(it) && it.healthCheck().startPeriod() != null));

  private RequiredAttributes() {}

  /** By name; one that asks for no value in particular has the empty text. */
  static NavigableMap<String, String> of(TaskDefinition definition) {
    NavigableMap<String, String> asked = new TreeMap<>();
    for (List<Ask> table : List.of(OF_TASKS, OF_VOLUMES, OF_CONTAINERS, OF_ENGINES)) {
      table.stream()
          .filter(ask -> ask.isAsked().test(definition))
          .forEach(ask -> asked.put(ask.name(), ""));
    }
    for (Volume volume : definition.volumes()) {
      DockerVolumeConfiguration docker = volume.dockerVolumeConfiguration();
      if (docker != null) {
        String driver = docker.driver() == null ? LOCAL_DRIVER : docker.driver();
        asked.put(ABILITY + "docker-plugin." + driver, "");
      }
    }
    platform(definition, asked);
    return asked;
  }

  /** As clients see them, in order of names. */
  static List<Attribute> written(TaskDefinition definition) {
    return of(definition).entrySet().stream()
        .map(asked -> HostWire.attribute(asked.getKey(), asked.getValue()))
        .toList();
  }

  private static void platform(TaskDefinition definition, NavigableMap<String, String> asked) {
    RuntimePlatform platform = definition.runtimePlatform();
    if (platform != null && platform.operatingSystemFamily() != null) {
      boolean linux = platform.operatingSystemFamilyAsString().equals("LINUX");
      asked.put(BuiltIn.OS_TYPE, linux ? "linux" : "windows");
    }
    if (platform != null && platform.cpuArchitecture() != null) {
      asked.put(
          BuiltIn.CPU_ARCHITECTURE, platform.cpuArchitectureAsString().toLowerCase(Locale.ROOT));
    }
  }

  private static Ask container(String name, Predicate<ContainerDefinition> asks) {
    return new Ask(name, it -> it.containerDefinitions().stream().anyMatch(asks));
  }

  private static Ask volume(String name, Predicate<Volume> asks) {
    return new Ask(name, it -> it.volumes().stream().anyMatch(asks));
  }

  private static boolean linux(ContainerDefinition container, Predicate<LinuxParameters> asks) {
    return container.linuxParameters() != null && asks.test(container.linuxParameters());
  }

  private static boolean restarts(ContainerDefinition container) {
    return container.restartPolicy() != null
        && Boolean.TRUE.equals(container.restartPolicy().enabled());
  }

  private static boolean routes(ContainerDefinition container, FirelensConfigurationType type) {
    return container.firelensConfiguration() != null
        && container.firelensConfiguration().type() == type;
  }

  /** All others are parameters of the other store, by ARN or by name. */
  private static boolean isOfManager(Secret secret) {
    return secret.valueFrom() != null && secret.valueFrom().contains(":secretsmanager:");
  }
}
