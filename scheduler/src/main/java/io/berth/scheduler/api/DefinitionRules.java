package io.berth.scheduler.api;

import io.berth.scheduler.model.Constraint;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.OSFamily;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/**
 * What a task definition must fulfil to be registered; what an agent could not be told (too many,
 * too long, not absolute) is refused here, too, and not when somebody wants to run it.
 */
final class DefinitionRules {
  static final String AWSVPC = "awsvpc";
  static final String HOST = "host";
  static final String BRIDGE = "bridge";
  static final String NONE = "none";

  private static final String EXTERNAL = "EXTERNAL";
  private static final String FARGATE = "FARGATE";
  private static final Set<String> NETWORK_MODES = Set.of(BRIDGE, HOST, AWSVPC, NONE);
  private static final Set<String> PID_MODES = Set.of("host", "task");
  private static final Set<String> IPC_MODES = Set.of("host", "task", "none");
  private static final Set<String> COMPATIBILITIES =
      Set.of("EC2", FARGATE, EXTERNAL, "MANAGED_INSTANCES");
  private static final Set<String> ARCHITECTURES = Set.of("X86_64", "ARM64");
  private static final Set<String> SYSTEMS =
      OSFamily.knownValues().stream().map(OSFamily::toString).collect(Collectors.toSet());

  private DefinitionRules() {}

  /** Refuses the first thing that is wrong. */
  static void check(RegisterTaskDefinitionRequest request) {
    Demand.text(request.family(), "Family");
    Demand.name(request.family(), "Family");
    modes(request);
    VolumeRules.check(request.volumes());
    containers(request);
    sizes(request);
    List<Constraint> _ = Constraints.readOfDefinition(request.placementConstraints());
    compatibilities(request);
    platform(request);
    Tags.read(request.tags());
  }

  /** How containers are connected; what is absent means the engine's bridge. */
  static String networkMode(@Nullable String given) {
    return given == null || given.isEmpty() ? BRIDGE : given;
  }

  private static void modes(RegisterTaskDefinitionRequest request) {
    Demand.oneOf(request.networkModeAsString(), NETWORK_MODES, "networkMode");
    Demand.oneOf(request.pidModeAsString(), PID_MODES, "pidMode");
    Demand.oneOf(request.ipcModeAsString(), IPC_MODES, "ipcMode");
  }

  private static void containers(RegisterTaskDefinitionRequest request) {
    List<ContainerDefinition> containers = request.containerDefinitions();
    Demand.that(!containers.isEmpty(), "Container list cannot be empty.");
    Demand.that(containers.size() <= 10, "A task definition can have at most 10 containers.");
    ContainerRules rules =
        new ContainerRules(
            networkMode(request.networkModeAsString()),
            request.memory() != null && !request.memory().isEmpty(),
            request.volumes());
    containers.forEach(rules::check);
    Demand.distinct(containers.stream().map(ContainerDefinition::name).toList(), "Container names");
    Demand.that(
        containers.stream().anyMatch(one -> !Boolean.FALSE.equals(one.essential())),
        "A task definition must have at least one essential container.");
    PortRules.together(containers, networkMode(request.networkModeAsString()));
    devices(containers);
    OrderRules.check(containers);
  }

  /** More than a host may tell of could never be placed, nor told to an agent. */
  private static void devices(List<ContainerDefinition> containers) {
    int gpus = containers.stream().mapToInt(ContainerRules::gpus).sum();
    Demand.that(
        gpus <= ContainerRules.MOST_GPUS,
        "The containers of a task can have at most "
            + ContainerRules.MOST_GPUS
            + " GPUs, not "
            + gpus
            + ".");
  }

  private static void sizes(RegisterTaskDefinitionRequest request) {
    OptionalLong cpu = TaskSize.cpuUnits(request.cpu());
    OptionalLong memory = TaskSize.memoryMib(request.memory());
    List<ContainerDefinition> containers = request.containerDefinitions();
    long cpuSum = containers.stream().mapToLong(ShapeReader::cpuUnits).sum();
    long memorySum = containers.stream().mapToLong(ShapeReader::memoryMib).sum();
    Demand.that(
        cpu.isEmpty() || cpuSum <= cpu.getAsLong(),
        "The sum of all container 'cpu' values cannot be greater than the value of the task.");
    Demand.that(
        memory.isEmpty() || memorySum <= memory.getAsLong(),
        "The sum of all container 'memoryReservation' values cannot be greater than the value of"
            + " the task.");
    for (ContainerDefinition one : containers) {
      Demand.that(
          memory.isEmpty() || one.memory() == null || one.memory() <= memory.getAsLong(),
          "Invalid setting for container '"
              + one.name()
              + "'. The 'memory' value cannot be greater than the value of the task.");
    }
  }

  private static void compatibilities(RegisterTaskDefinitionRequest request) {
    Set<String> wanted = new HashSet<>(request.requiresCompatibilitiesAsStrings());
    wanted.forEach(one -> Demand.oneOf(one, COMPATIBILITIES, "requiresCompatibilities"));
    boolean awsvpc = AWSVPC.equals(request.networkModeAsString());
    if (wanted.contains(EXTERNAL)) {
      Demand.that(!awsvpc, "EXTERNAL does not support network mode 'awsvpc'.");
      Demand.that(
          request.proxyConfiguration() == null, "EXTERNAL does not support 'proxyConfiguration'.");
      Demand.that(
          request.volumes().stream().allMatch(one -> one.efsVolumeConfiguration() == null),
          "EXTERNAL does not support 'efsVolumeConfiguration'.");
    }
    if (wanted.contains(FARGATE)) {
      Demand.that(awsvpc, "Fargate only supports network mode 'awsvpc'.");
      Demand.that(
          TaskSize.cpuUnits(request.cpu()).isPresent(),
          "Fargate requires that 'cpu' be defined at the task level.");
      Demand.that(
          TaskSize.memoryMib(request.memory()).isPresent(),
          "Fargate requires that 'memory' be defined at the task level.");
    }
  }

  private static void platform(RegisterTaskDefinitionRequest request) {
    if (request.runtimePlatform() != null) {
      Demand.oneOf(
          request.runtimePlatform().cpuArchitectureAsString(),
          ARCHITECTURES,
          "runtimePlatform.cpuArchitecture");
      Demand.oneOf(
          request.runtimePlatform().operatingSystemFamilyAsString(),
          SYSTEMS,
          "runtimePlatform.operatingSystemFamily");
    }
    if (request.ephemeralStorage() != null) {
      Demand.that(
          request.ephemeralStorage().sizeInGiB() != null,
          "EphemeralStorage.sizeInGiB should not be null.");
      Demand.between(request.ephemeralStorage().sizeInGiB(), 21, 200, "EphemeralStorage.sizeInGiB");
    }
  }
}
