package io.berth.scheduler.api;

import io.berth.proto.agent.CommandLine;
import io.berth.proto.agent.ContainerPlan;
import io.berth.proto.agent.Dependency;
import io.berth.proto.agent.DependencyCondition;
import io.berth.proto.agent.DeviceNode;
import io.berth.proto.agent.ExtraHost;
import io.berth.proto.agent.HealthCheckPlan;
import io.berth.proto.agent.LogPlan;
import io.berth.proto.agent.MountPlan;
import io.berth.proto.agent.PortPlan;
import io.berth.proto.agent.PullBehaviour;
import io.berth.proto.agent.ResourceLimit;
import io.berth.proto.agent.RestartPolicy;
import io.berth.proto.agent.TmpfsPlan;
import io.berth.proto.common.TransportProtocol;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.ContainerRestartPolicy;
import software.amazon.awssdk.services.ecs.model.Device;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.PortMapping;

/** Turns one container of a definition into words of engines, group by group. */
final class ContainerCompiler {
  private static final int LEAST_SHARES = 2;
  private static final int MILLIS = 1_000;
  private static final int MIB_BITS = 20;
  private static final int USUAL_ATTEMPT_SECONDS = 300;

  private ContainerCompiler() {}

  static ContainerPlan compile(ContainerDefinition container) {
    ContainerPlan.Builder plan =
        ContainerPlan.newBuilder()
            .setName(container.name())
            .setImage(container.image())
            .setPullBehaviour(PullBehaviour.PULL_BEHAVIOUR_UNSPECIFIED)
            .setEssential(isTrue(container.essential()))
            .setLog(LogPlan.newBuilder().setDriver("json-file"))
            .putAllLabels(container.dockerLabels());
    process(container, plan);
    resources(container, plan);
    rights(container, plan);
    network(container, plan);
    files(container, plan);
    lifecycle(container, plan);
    return plan.build();
  }

  // -------------------------------------------------------------------------- process, resources

  private static void process(ContainerDefinition container, ContainerPlan.Builder plan) {
    words(container.command(), plan::setCommand);
    words(container.entryPoint(), plan::setEntryPoint);
    container
        .environment()
        .forEach(one -> plan.putEnvironment(one.name(), one.value() == null ? "" : one.value()));
    text(container.user(), plan::setUser);
    text(container.workingDirectory(), plan::setWorkingDirectory);
    plan.setInteractive(isTrue(container.interactive()))
        .setPseudoTerminal(isTrue(container.pseudoTerminal()));
  }

  /** ECS cannot take an image's command away: an empty list is none at all. */
  private static void words(List<String> words, Consumer<CommandLine> member) {
    if (!words.isEmpty()) {
      member.accept(CommandLine.newBuilder().addAllWords(words).build());
    }
  }

  private static void resources(ContainerDefinition container, ContainerPlan.Builder plan) {
    plan.setCpuShares((int) Math.max(LEAST_SHARES, ShapeReader.cpuUnits(container)));
    if (container.memory() != null) {
      plan.setMemoryHardBytes(bytes(container.memory()));
    }
    if (container.memoryReservation() != null) {
      plan.setMemorySoftBytes(bytes(container.memoryReservation()));
    }
    container
        .ulimits()
        .forEach(one ->
            plan.addResourceLimits(
                ResourceLimit.newBuilder()
                    .setName(one.nameAsString())
                    .setSoft(one.softLimit())
                    .setHard(one.hardLimit())));
    LinuxParameters linux = container.linuxParameters();
    if (linux != null) {
      if (linux.sharedMemorySize() != null) {
        plan.setShmSizeBytes(bytes(linux.sharedMemorySize()));
      }
      plan.setInitProcess(isTrue(linux.initProcessEnabled()));
      linux.devices().stream().map(ContainerCompiler::device).forEach(plan::addDeviceNodes);
    }
  }

  private static DeviceNode device(Device device) {
    String inside = device.containerPath();
    Set<String> rights =
        device.permissions().isEmpty()
            ? Set.of("read", "write", "mknod")
            : Set.copyOf(device.permissionsAsStrings());
    return DeviceNode.newBuilder()
        .setHostPath(device.hostPath())
        .setContainerPath(inside == null || inside.isEmpty() ? device.hostPath() : inside)
        .setRead(rights.contains("read"))
        .setWrite(rights.contains("write"))
        .setMakeNode(rights.contains("mknod"))
        .build();
  }

  // -------------------------------------------------------------------------- rights, network

  private static void rights(ContainerDefinition container, ContainerPlan.Builder plan) {
    plan.setReadOnlyRoot(isTrue(container.readonlyRootFilesystem()))
        .setPrivileged(isTrue(container.privileged()));
    LinuxParameters linux = container.linuxParameters();
    if (linux != null && linux.capabilities() != null) {
      plan.addAllCapabilitiesAdd(linux.capabilities().add())
          .addAllCapabilitiesDrop(linux.capabilities().drop());
    }
    container.systemControls().forEach(one -> plan.putSysctls(one.namespace(), one.value()));
  }

  private static void network(ContainerDefinition container, ContainerPlan.Builder plan) {
    container.portMappings().stream().map(ContainerCompiler::port).forEach(plan::addPorts);
    text(container.hostname(), plan::setHostname);
    plan.addAllDnsServers(container.dnsServers())
        .addAllDnsSearchDomains(container.dnsSearchDomains());
    container
        .extraHosts()
        .forEach(one ->
            plan.addExtraHosts(
                ExtraHost.newBuilder().setHostname(one.hostname()).setAddress(one.ipAddress())));
  }

  private static PortPlan port(PortMapping mapping) {
    PortPlan.Builder plan =
        PortPlan.newBuilder()
            .setContainerPort(mapping.containerPort())
            .setProtocol(
                PortRules.protocol(mapping).equals("udp")
                    ? TransportProtocol.TRANSPORT_PROTOCOL_UDP
                    : TransportProtocol.TRANSPORT_PROTOCOL_TCP);
    if (mapping.hostPort() != null && mapping.hostPort() != 0) {
      plan.setStaticHostPort(mapping.hostPort());
    }
    return plan.build();
  }

  // -------------------------------------------------------------------------- files, lifecycle

  private static void files(ContainerDefinition container, ContainerPlan.Builder plan) {
    container
        .mountPoints()
        .forEach(one ->
            plan.addMounts(
                MountPlan.newBuilder()
                    .setVolumeName(one.sourceVolume())
                    .setContainerPath(one.containerPath())
                    .setReadOnly(isTrue(one.readOnly()))));
    if (container.linuxParameters() != null) {
      container
          .linuxParameters()
          .tmpfs()
          .forEach(one ->
              plan.addTmpfs(
                  TmpfsPlan.newBuilder()
                      .setContainerPath(one.containerPath())
                      .setSizeBytes(bytes(one.size()))
                      .addAllMountOptions(one.mountOptions())));
    }
  }

  private static void lifecycle(ContainerDefinition container, ContainerPlan.Builder plan) {
    container.dependsOn().stream().map(ContainerCompiler::dependency).forEach(plan::addDependsOn);
    if (container.startTimeout() != null) {
      plan.setStartTimeoutMs(container.startTimeout() * MILLIS);
    }
    if (container.stopTimeout() != null) {
      plan.setStopTimeoutMs(container.stopTimeout() * MILLIS);
    }
    if (ContainerRules.hasCheck(container)) {
      plan.setHealthCheck(health(container.healthCheck()));
    }
    ContainerRestartPolicy restart = container.restartPolicy();
    if (restart != null && isTrue(restart.enabled())) {
      Integer period = restart.restartAttemptPeriod();
      plan.setRestartPolicy(
          RestartPolicy.newBuilder()
              .addAllIgnoredExitCodes(restart.ignoredExitCodes())
              .setAttemptPeriodMs((period == null ? USUAL_ATTEMPT_SECONDS : period) * MILLIS));
    }
  }

  private static Dependency dependency(ContainerDependency dependency) {
    return Dependency.newBuilder()
        .setContainerName(dependency.containerName())
        .setCondition(
            switch (dependency.conditionAsString()) {
              case "START" -> DependencyCondition.DEPENDENCY_CONDITION_START;
              case "COMPLETE" -> DependencyCondition.DEPENDENCY_CONDITION_COMPLETE;
              case "SUCCESS" -> DependencyCondition.DEPENDENCY_CONDITION_SUCCESS;
              case "HEALTHY" -> DependencyCondition.DEPENDENCY_CONDITION_HEALTHY;
              default -> throw new IllegalStateException("not refused: " + dependency);
            })
        .build();
  }

  /** Of the normal form, where times and retries are filled in. */
  private static HealthCheckPlan health(HealthCheck check) {
    Integer startPeriod = check.startPeriod();
    return HealthCheckPlan.newBuilder()
        .addAllCommand(check.command().subList(1, check.command().size()))
        .setInShell(check.command().getFirst().equals("CMD-SHELL"))
        .setIntervalMs(check.interval() * MILLIS)
        .setTimeoutMs(check.timeout() * MILLIS)
        .setRetries(check.retries())
        .setStartPeriodMs(startPeriod == null ? 0 : startPeriod * MILLIS)
        .build();
  }

  private static boolean isTrue(@Nullable Boolean given) {
    return Boolean.TRUE.equals(given);
  }

  private static void text(@Nullable String given, Consumer<String> member) {
    if (given != null && !given.isEmpty()) {
      member.accept(given);
    }
  }

  static long bytes(long mib) {
    return mib << MIB_BITS;
  }
}
