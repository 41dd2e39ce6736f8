package io.berth.scheduler.api;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.ResourceRequirement;
import software.amazon.awssdk.services.ecs.model.SystemControl;
import software.amazon.awssdk.services.ecs.model.Ulimit;
import software.amazon.awssdk.services.ecs.model.Volume;

/** What one container of a definition must fulfil, given what its task says. */
final class ContainerRules {
  private static final int DAY_SECONDS = 86_400;
  private static final int MOST_CPU = 196_608;
  private static final int LEAST_MIB = 6;

  /** As many devices as a host may have. */
  static final int MOST_GPUS = 256;

  private static final int MOST_MIB = 1 << 30;
  private static final int MOST_TEXT = 96 * 1_024;
  private static final Pattern IMAGE = Pattern.compile("[!-~]{1,1024}");
  private static final Set<String> CHECKS = Set.of("CMD", "CMD-SHELL", "NONE");
  private static final Set<String> PERMISSIONS = Set.of("read", "write", "mknod");
  private static final String GPU = "GPU";
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,2}");
  private static final Set<String> RESOURCES = Set.of(GPU, "InferenceAccelerator");
  private static final Set<String> VERSIONS = Set.of("enabled", "disabled");
  private static final Set<String> ULIMITS =
      Set.of(
          "core",
          "cpu",
          "data",
          "fsize",
          "locks",
          "memlock",
          "msgqueue",
          "nice",
          "nofile",
          "nproc",
          "rss",
          "rtprio",
          "rttime",
          "sigpending",
          "stack");

  private final String networkMode;
  private final boolean taskHasMemory;
  private final Set<String> volumes;

  ContainerRules(String networkMode, boolean taskHasMemory, List<Volume> volumes) {
    this.networkMode = networkMode;
    this.taskHasMemory = taskHasMemory;
    this.volumes = volumes.stream().map(Volume::name).collect(Collectors.toSet());
  }

  /** Whether its health is checked; {@code NONE} turns that off. */
  static boolean hasCheck(ContainerDefinition container) {
    return container.healthCheck() != null
        && !container.healthCheck().command().equals(List.of("NONE"));
  }

  void check(ContainerDefinition container) {
    String name = Demand.name(container.name(), "Container.name");
    String image = Demand.text(container.image(), "Container.image");
    Demand.that(IMAGE.matcher(image).matches(), "Container.image contains invalid characters.");
    amounts(name, container);
    process(container);
    environment(container);
    PortRules.check(container, networkMode);
    network(container);
    container.mountPoints().forEach(this::mount);
    Demand.atMost(100, container.mountPoints(), "Container.mountPoints");
    Demand.distinct(
        container.mountPoints().stream().map(MountPoint::containerPath).toList(),
        "The mount points of container '" + name + "'");
    limits(container);
    lifecycle(name, container);
    if (container.linuxParameters() != null) {
      linux(container.linuxParameters());
    }
    others(container);
  }

  private void amounts(String name, ContainerDefinition container) {
    Demand.between(container.cpu(), 0, MOST_CPU, "Container.cpu");
    Demand.between(container.memory(), LEAST_MIB, MOST_MIB, "Container.memory");
    Demand.between(
        container.memoryReservation(), LEAST_MIB, MOST_MIB, "Container.memoryReservation");
    boolean hard = container.memory() != null;
    boolean soft = container.memoryReservation() != null;
    String start = "Invalid setting for container '" + name + "'. ";
    Demand.that(
        hard || soft || taskHasMemory,
        start + "At least one of 'memory' or 'memoryReservation' must be specified.");
    Demand.that(
        !hard || !soft || container.memoryReservation() < container.memory(),
        start + "The 'memory' must be greater than the 'memoryReservation'.");
  }

  private static void process(ContainerDefinition container) {
    Demand.atMost(1_000, container.command(), "Container.command");
    Demand.atMost(1_000, container.entryPoint(), "Container.entryPoint");
    if (container.user() != null) {
      Demand.shorterThan(256, container.user(), "Container.user");
    }
    if (container.workingDirectory() != null && !container.workingDirectory().isEmpty()) {
      Demand.absolute(container.workingDirectory(), "Container.workingDirectory");
    }
    int words =
        container.command().stream().mapToInt(String::length).sum()
            + container.entryPoint().stream().mapToInt(String::length).sum();
    Demand.that(words <= MOST_TEXT, "Container.command is too long.");
  }

  private static void environment(ContainerDefinition container) {
    Demand.atMost(1_000, container.environment(), "Container.environment");
    for (KeyValuePair one : container.environment()) {
      environmentName(one.name());
    }
    container
        .secrets()
        .forEach(secret -> {
          environmentName(secret.name());
          Demand.text(secret.valueFrom(), "Secret.valueFrom");
        });
    container
        .environmentFiles()
        .forEach(file -> {
          Demand.text(file.value(), "EnvironmentFile.value");
          Demand.oneOf(
              Demand.text(file.typeAsString(), "EnvironmentFile.type"),
              Set.of("s3"),
              "environmentFiles.type");
        });
  }

  /** With an equals sign in it, the engine would see a shorter name and a longer value. */
  private static void environmentName(String name) {
    String member = "Container.environment.name";
    Demand.shorterThan(1_025, Demand.text(name, member), member);
    Demand.that(name.indexOf('=') < 0, member + " must not contain '='.");
  }

  private void network(ContainerDefinition container) {
    boolean bridge = networkMode.equals(DefinitionRules.BRIDGE);
    boolean awsvpc = networkMode.equals(DefinitionRules.AWSVPC);
    Demand.that(
        bridge || container.links().isEmpty(),
        "Links are not supported when networkMode=" + networkMode + ".");
    String hostname = container.hostname();
    Demand.that(hostname == null || !awsvpc, "Hostname is not supported when networkMode=awsvpc.");
    if (hostname != null) {
      Demand.shorterThan(254, hostname, "Container.hostname");
    }
    Demand.atMost(16, container.dnsServers(), "Container.dnsServers");
    Demand.atMost(16, container.dnsSearchDomains(), "Container.dnsSearchDomains");
    Demand.atMost(100, container.extraHosts(), "Container.extraHosts");
    container
        .extraHosts()
        .forEach(host -> {
          Demand.shorterThan(254, Demand.text(host.hostname(), "HostEntry.hostname"), "hostname");
          Demand.shorterThan(46, Demand.text(host.ipAddress(), "HostEntry.ipAddress"), "ipAddress");
        });
    for (SystemControl control : container.systemControls()) {
      String namespace = Demand.text(control.namespace(), "SystemControl.namespace");
      Demand.text(control.value(), "SystemControl.value");
      Demand.that(
          !namespace.startsWith("net.") || !networkMode.equals(DefinitionRules.HOST),
          "System control '" + Arns.shown(namespace) + "' is not allowed when networkMode=host.");
    }
    Demand.atMost(64, container.systemControls(), "Container.systemControls");
  }

  private void mount(MountPoint mount) {
    String volume = Demand.text(mount.sourceVolume(), "MountPoint.sourceVolume");
    Demand.that(volumes.contains(volume), "Unknown volume '" + Arns.shown(volume) + "'.");
    Demand.absolute(
        Demand.text(mount.containerPath(), "MountPoint.containerPath"), "MountPoint.containerPath");
  }

  private static void limits(ContainerDefinition container) {
    Demand.atMost(16, container.ulimits(), "Container.ulimits");
    for (Ulimit one : container.ulimits()) {
      Demand.oneOf(Demand.text(one.nameAsString(), "Ulimit.name"), ULIMITS, "ulimits.name");
      Demand.that(
          one.softLimit() != null && one.hardLimit() != null,
          "Ulimit.softLimit and Ulimit.hardLimit should not be null.");
      Demand.that(
          one.hardLimit() == -1 || (one.softLimit() != -1 && one.softLimit() <= one.hardLimit()),
          "Ulimit.softLimit cannot be greater than Ulimit.hardLimit.");
    }
    Demand.distinct(
        container.ulimits().stream().map(Ulimit::nameAsString).toList(), "Ulimit names");
    requirements(container.resourceRequirements());
  }

  private static void requirements(List<ResourceRequirement> requirements) {
    for (ResourceRequirement one : requirements) {
      String value = Demand.text(one.value(), "ResourceRequirement.value");
      String type = Demand.text(one.typeAsString(), "ResourceRequirement.type");
      Demand.oneOf(type, RESOURCES, "resourceRequirements.type");
      Demand.that(
          !type.equals(GPU) || isCount(value),
          "ResourceRequirement.value of type GPU must be a whole number from 1 to "
              + MOST_GPUS
              + ", not '"
              + Arns.shown(value)
              + "'.");
    }
    Demand.distinct(
        requirements.stream().map(ResourceRequirement::typeAsString).toList(),
        "The types of Container.resourceRequirements");
  }

  private static boolean isCount(String value) {
    return COUNT.matcher(value).matches() && Integer.parseInt(value) <= MOST_GPUS;
  }

  /** How many GPUs the container must have for itself. */
  static int gpus(ContainerDefinition container) {
    return container.resourceRequirements().stream()
        .filter(one -> GPU.equals(one.typeAsString()))
        .mapToInt(one -> Integer.parseInt(one.value()))
        .sum();
  }

  private static void lifecycle(String name, ContainerDefinition container) {
    Demand.between(container.startTimeout(), 1, DAY_SECONDS, "Container.startTimeout");
    Demand.between(container.stopTimeout(), 0, DAY_SECONDS, "Container.stopTimeout");
    if (container.healthCheck() != null) {
      health(name, container.healthCheck());
    }
    if (container.restartPolicy() != null) {
      Demand.that(
          container.restartPolicy().enabled() != null, "RestartPolicy.enabled should not be null.");
      Demand.atMost(
          50, container.restartPolicy().ignoredExitCodes(), "RestartPolicy.ignoredExitCodes");
      Demand.between(
          container.restartPolicy().restartAttemptPeriod(),
          60,
          1_800,
          "RestartPolicy.restartAttemptPeriod");
    }
  }

  private static void health(String name, HealthCheck check) {
    List<String> command = check.command();
    Demand.that(!command.isEmpty(), "Health check command of container '" + name + "' is empty.");
    boolean none = command.getFirst().equals("NONE");
    boolean shell = command.getFirst().equals("CMD-SHELL");
    Demand.that(
        CHECKS.contains(command.getFirst())
            && (none ? command.size() == 1 : command.size() >= 2)
            && (!shell || command.size() == 2)
            && command.size() <= 1_000,
        "Health check command of container '"
            + name
            + "' must be CMD with words or CMD-SHELL with one text.");
    Demand.between(check.interval(), 5, 300, "HealthCheck.interval");
    Demand.between(check.timeout(), 2, 60, "HealthCheck.timeout");
    Demand.between(check.retries(), 1, 10, "HealthCheck.retries");
    Demand.between(check.startPeriod(), 0, 300, "HealthCheck.startPeriod");
  }

  private static void linux(LinuxParameters linux) {
    if (linux.capabilities() != null) {
      Demand.atMost(64, linux.capabilities().add(), "LinuxParameters.capabilities.add");
      Demand.atMost(64, linux.capabilities().drop(), "LinuxParameters.capabilities.drop");
    }
    Demand.atMost(64, linux.devices(), "LinuxParameters.devices");
    linux
        .devices()
        .forEach(device -> {
          Demand.absolute(Demand.text(device.hostPath(), "Device.hostPath"), "Device.hostPath");
          if (device.containerPath() != null && !device.containerPath().isEmpty()) {
            Demand.absolute(device.containerPath(), "Device.containerPath");
          }
          device
              .permissionsAsStrings()
              .forEach(
                  one -> Demand.oneOf(one, PERMISSIONS, "linuxParameters.devices.permissions"));
        });
    Demand.atMost(16, linux.tmpfs(), "LinuxParameters.tmpfs");
    linux
        .tmpfs()
        .forEach(tmpfs -> {
          Demand.absolute(
              Demand.text(tmpfs.containerPath(), "Tmpfs.containerPath"), "Tmpfs.containerPath");
          Demand.that(tmpfs.size() != null, "Tmpfs.size should not be null.");
          Demand.between(tmpfs.size(), 1, MOST_MIB, "Tmpfs.size");
          Demand.atMost(16, tmpfs.mountOptions(), "Tmpfs.mountOptions");
        });
    Demand.between(linux.sharedMemorySize(), 1, MOST_MIB, "LinuxParameters.sharedMemorySize");
    Demand.between(linux.swappiness(), 0, 100, "LinuxParameters.swappiness");
    Demand.between(linux.maxSwap(), 0, MOST_MIB, "LinuxParameters.maxSwap");
  }

  private static void others(ContainerDefinition container) {
    Demand.oneOf(container.versionConsistencyAsString(), VERSIONS, "versionConsistency");
    if (container.logConfiguration() != null) {
      Demand.text(container.logConfiguration().logDriverAsString(), "LogConfiguration.logDriver");
    }
    Demand.that(container.dockerLabels().size() <= 256, "Container.dockerLabels are too many.");
    container
        .dockerLabels()
        .forEach((key, value) -> {
          Demand.shorterThan(256, Demand.text(key, "Container.dockerLabels key"), "A label's key");
          Demand.shorterThan(4_097, value, "A label's value");
        });
  }
}
