package io.berth.agent.journal;

import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.ContainerPlan.LogPlan;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.FilesPlan;
import io.berth.agent.model.NetworkPlan;
import io.berth.agent.model.ProcessPlan;
import io.berth.agent.model.ResourcePlan;
import io.berth.agent.model.RightsPlan;
import io.berth.proto.agent.CommandLine;
import io.berth.proto.agent.DeviceNode;
import io.berth.proto.agent.ExtraHost;
import io.berth.proto.agent.MountPlan;
import io.berth.proto.agent.PortPlan;
import io.berth.proto.agent.ResourceLimit;
import io.berth.proto.agent.TmpfsPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Container plans as messages, in both directions, group by group. */
final class ContainerPlanWire {
  private ContainerPlanWire() {}

  static ContainerPlan read(io.berth.proto.agent.ContainerPlan message) throws MalformedException {
    return Wire.checked(() ->
        new ContainerPlan(
            message.getName(),
            message.getImage(),
            pull(message.getPullBehaviour()),
            LifecycleWire.read(message),
            process(message),
            resources(message),
            rights(message),
            network(message),
            files(message),
            log(message),
            message.getLabelsMap()));
  }

  static io.berth.proto.agent.ContainerPlan write(ContainerPlan plan) {
    var message =
        io.berth.proto.agent.ContainerPlan.newBuilder()
            .setName(plan.name())
            .setImage(plan.image())
            .setPullBehaviour(pull(plan.pullBehaviour()))
            .putAllLabels(plan.labels());
    LifecycleWire.write(plan.lifecycle(), message);
    write(plan.process(), message);
    write(plan.resources(), message);
    write(plan.rights(), message);
    write(plan.network(), message);
    write(plan.files(), message);
    message.setLog(
        io.berth.proto.agent.LogPlan.newBuilder()
            .setDriver(plan.log().driver())
            .putAllOptions(plan.log().options()));
    return message.build();
  }

  private static PullBehaviour pull(io.berth.proto.agent.PullBehaviour pull)
      throws MalformedException {
    return switch (pull) {
      case PULL_BEHAVIOUR_PULL_OR_CACHED -> PullBehaviour.PULL_OR_CACHED;
      case PULL_BEHAVIOUR_ALWAYS -> PullBehaviour.ALWAYS;
      case PULL_BEHAVIOUR_ONCE -> PullBehaviour.ONCE;
      case PULL_BEHAVIOUR_PREFER_CACHED -> PullBehaviour.PREFER_CACHED;
      case PULL_BEHAVIOUR_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException("the pull behaviour is not known");
    };
  }

  private static io.berth.proto.agent.PullBehaviour pull(PullBehaviour pull) {
    return switch (pull) {
      case PULL_OR_CACHED -> io.berth.proto.agent.PullBehaviour.PULL_BEHAVIOUR_PULL_OR_CACHED;
      case ALWAYS -> io.berth.proto.agent.PullBehaviour.PULL_BEHAVIOUR_ALWAYS;
      case ONCE -> io.berth.proto.agent.PullBehaviour.PULL_BEHAVIOUR_ONCE;
      case PREFER_CACHED -> io.berth.proto.agent.PullBehaviour.PULL_BEHAVIOUR_PREFER_CACHED;
    };
  }

  private static LogPlan log(io.berth.proto.agent.ContainerPlan message) {
    return message.hasLog()
        ? new LogPlan(message.getLog().getDriver(), message.getLog().getOptionsMap())
        : LogPlan.JSON_FILE;
  }

  // -------------------------------------------------------------------------- process

  private static ProcessPlan process(io.berth.proto.agent.ContainerPlan message) {
    return new ProcessPlan(
        words(message.hasCommand(), message.getCommand()),
        words(message.hasEntryPoint(), message.getEntryPoint()),
        message.getEnvironmentMap(),
        Wire.optional(message.hasUser(), message.getUser()),
        Wire.optional(message.hasWorkingDirectory(), message.getWorkingDirectory()),
        message.getInitProcess(),
        message.getInteractive(),
        message.getPseudoTerminal());
  }

  private static Optional<List<String>> words(boolean isThere, CommandLine line) {
    return isThere ? Optional.of(List.copyOf(line.getWordsList())) : Optional.empty();
  }

  private static void write(ProcessPlan plan, io.berth.proto.agent.ContainerPlan.Builder message) {
    plan.command().map(ContainerPlanWire::line).ifPresent(message::setCommand);
    plan.entryPoint().map(ContainerPlanWire::line).ifPresent(message::setEntryPoint);
    message.putAllEnvironment(plan.environment());
    plan.user().ifPresent(message::setUser);
    plan.workingDirectory().ifPresent(message::setWorkingDirectory);
    message
        .setInitProcess(plan.initProcess())
        .setInteractive(plan.interactive())
        .setPseudoTerminal(plan.pseudoTerminal());
  }

  private static CommandLine line(List<String> words) {
    return CommandLine.newBuilder().addAllWords(words).build();
  }

  // -------------------------------------------------------------------------- resources, rights

  private static ResourcePlan resources(io.berth.proto.agent.ContainerPlan message) {
    return new ResourcePlan(
        message.getCpuShares(),
        message.hasCpuLimitUnits()
            ? OptionalInt.of(message.getCpuLimitUnits())
            : OptionalInt.empty(),
        number(message.hasMemoryHardBytes(), message.getMemoryHardBytes()),
        number(message.hasMemorySoftBytes(), message.getMemorySoftBytes()),
        number(message.hasShmSizeBytes(), message.getShmSizeBytes()),
        message.getResourceLimitsList().stream()
            .map(one -> new ResourcePlan.ResourceLimit(one.getName(), one.getSoft(), one.getHard()))
            .toList(),
        message.getDeviceNodesList().stream()
            .map(one ->
                new ResourcePlan.DeviceNode(
                    one.getHostPath(),
                    one.getContainerPath(),
                    one.getRead(),
                    one.getWrite(),
                    one.getMakeNode()))
            .toList(),
        Set.copyOf(message.getDeviceIdsList()));
  }

  private static OptionalLong number(boolean isThere, long value) {
    return isThere ? OptionalLong.of(value) : OptionalLong.empty();
  }

  private static void write(ResourcePlan plan, io.berth.proto.agent.ContainerPlan.Builder message) {
    message.setCpuShares(plan.cpuShares());
    plan.cpuLimitUnits().ifPresent(message::setCpuLimitUnits);
    plan.memoryHardBytes().ifPresent(message::setMemoryHardBytes);
    plan.memorySoftBytes().ifPresent(message::setMemorySoftBytes);
    plan.shmSizeBytes().ifPresent(message::setShmSizeBytes);
    plan.limits()
        .forEach(one ->
            message.addResourceLimits(
                ResourceLimit.newBuilder()
                    .setName(one.name())
                    .setSoft(one.soft())
                    .setHard(one.hard())));
    plan.deviceNodes()
        .forEach(one ->
            message.addDeviceNodes(
                DeviceNode.newBuilder()
                    .setHostPath(one.hostPath())
                    .setContainerPath(one.containerPath())
                    .setRead(one.read())
                    .setWrite(one.write())
                    .setMakeNode(one.makeNode())));
    message.addAllDeviceIds(plan.deviceIds().stream().sorted().toList());
  }

  private static RightsPlan rights(io.berth.proto.agent.ContainerPlan message) {
    return new RightsPlan(
        message.getReadOnlyRoot(),
        message.getPrivileged(),
        message.getCapabilitiesAddList(),
        message.getCapabilitiesDropList(),
        message.getSysctlsMap());
  }

  private static void write(RightsPlan plan, io.berth.proto.agent.ContainerPlan.Builder message) {
    message
        .setReadOnlyRoot(plan.readOnlyRoot())
        .setPrivileged(plan.privileged())
        .addAllCapabilitiesAdd(plan.capabilitiesAdd())
        .addAllCapabilitiesDrop(plan.capabilitiesDrop())
        .putAllSysctls(plan.sysctls());
  }

  // -------------------------------------------------------------------------- network, files

  private static NetworkPlan network(io.berth.proto.agent.ContainerPlan message)
      throws MalformedException {
    var ports = new ArrayList<NetworkPlan.PortPlan>();
    for (PortPlan port : message.getPortsList()) {
      ports.add(
          new NetworkPlan.PortPlan(
              port.getContainerPort(),
              port.hasStaticHostPort()
                  ? OptionalInt.of(port.getStaticHostPort())
                  : OptionalInt.empty(),
              Wire.protocol(port.getProtocol())));
    }
    return new NetworkPlan(
        ports,
        Wire.optional(message.hasHostname(), message.getHostname()),
        message.getDnsServersList(),
        message.getDnsSearchDomainsList(),
        message.getDnsOptionsList(),
        message.getExtraHostsList().stream()
            .map(one -> new NetworkPlan.ExtraHost(one.getHostname(), one.getAddress()))
            .toList());
  }

  private static void write(NetworkPlan plan, io.berth.proto.agent.ContainerPlan.Builder message) {
    for (NetworkPlan.PortPlan port : plan.ports()) {
      var one =
          PortPlan.newBuilder()
              .setContainerPort(port.containerPort())
              .setProtocol(Wire.protocol(port.protocol()));
      port.staticHostPort().ifPresent(one::setStaticHostPort);
      message.addPorts(one);
    }
    plan.hostname().ifPresent(message::setHostname);
    message
        .addAllDnsServers(plan.dnsServers())
        .addAllDnsSearchDomains(plan.dnsSearchDomains())
        .addAllDnsOptions(plan.dnsOptions());
    plan.extraHosts()
        .forEach(one ->
            message.addExtraHosts(
                ExtraHost.newBuilder().setHostname(one.hostname()).setAddress(one.address())));
  }

  private static FilesPlan files(io.berth.proto.agent.ContainerPlan message) {
    return new FilesPlan(
        message.getMountsList().stream()
            .map(one ->
                new FilesPlan.MountPlan(
                    one.getVolumeName(), one.getContainerPath(), one.getReadOnly()))
            .toList(),
        message.getTmpfsList().stream()
            .map(one ->
                new FilesPlan.TmpfsPlan(
                    one.getContainerPath(), one.getSizeBytes(), one.getMountOptionsList()))
            .toList());
  }

  private static void write(FilesPlan plan, io.berth.proto.agent.ContainerPlan.Builder message) {
    plan.mounts()
        .forEach(one ->
            message.addMounts(
                MountPlan.newBuilder()
                    .setVolumeName(one.volumeName())
                    .setContainerPath(one.containerPath())
                    .setReadOnly(one.readOnly())));
    plan.tmpfs()
        .forEach(one ->
            message.addTmpfs(
                TmpfsPlan.newBuilder()
                    .setContainerPath(one.containerPath())
                    .setSizeBytes(one.sizeBytes())
                    .addAllMountOptions(one.mountOptions())));
  }
}
