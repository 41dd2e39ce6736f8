package io.berth.agent.engine.docker;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import io.berth.agent.engine.ContainerSpec;
import io.berth.agent.engine.ContainerSpec.MountSource;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerPlan.LogPlan;
import io.berth.agent.model.FilesPlan.TmpfsPlan;
import io.berth.agent.model.NetworkMode;
import io.berth.agent.model.NetworkPlan;
import io.berth.agent.model.ResourcePlan;
import io.berth.agent.model.ResourcePlan.DeviceNode;
import io.berth.agent.model.RightsPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes what a container has of its host into docker-java's host configuration. What Docker or
 * docker-java cannot express is refused: nothing is dropped in silence.
 */
final class HostMapping {
  private static final long CPU_PERIOD_MICROS = 100_000;
  private static final long UNITS_PER_CPU = 1_024;

  private HostMapping() {}

  static HostConfig map(ContainerSpec spec) throws EngineException {
    HostConfig host = HostConfig.newHostConfig();
    // The agent restarts by itself: the engine's own restarts would go on behind its back.
    host.withRestartPolicy(RestartPolicy.noRestart());
    host.withInit(spec.plan().process().initProcess());
    fillResources(host, spec.plan().resources());
    fillRights(host, spec.plan().rights());
    fillNetwork(host, spec);
    fillMounts(host, spec.mounts());
    fillTmpfs(host, spec.plan().files().tmpfs());
    host.withLogConfig(log(spec.plan().log()));
    return host;
  }

  private static void fillResources(HostConfig host, ResourcePlan plan) {
    if (!plan.deviceIds().isEmpty()) {
      host.withDeviceRequests(List.of(gpus(plan)));
    }
    host.withCpuShares(plan.cpuShares());
    // A quota of a period and not a number of cpus, which Docker refuses beyond those of the host.
    plan.cpuLimitUnits()
        .ifPresent(units ->
            host.withCpuPeriod(CPU_PERIOD_MICROS)
                .withCpuQuota(units * CPU_PERIOD_MICROS / UNITS_PER_CPU));
    plan.memoryHardBytes().ifPresent(host::withMemory);
    plan.memorySoftBytes().ifPresent(host::withMemoryReservation);
    plan.shmSizeBytes().ifPresent(host::withShmSize);
    host.withUlimits(
        plan.limits().stream()
            .map(limit -> new Ulimit(limit.name(), limit.soft(), limit.hard()))
            .toList());
    host.withDevices(plan.deviceNodes().stream().map(HostMapping::device).toList());
  }

  /** Whichever driver of the engine knows GPUs; without one it refuses to start the container. */
  private static DeviceRequest gpus(ResourcePlan plan) {
    return new DeviceRequest()
        .withDeviceIds(plan.deviceIds().stream().sorted().toList())
        .withCapabilities(List.of(List.of("gpu")));
  }

  private static Device device(DeviceNode node) {
    String rights =
        (node.read() ? "r" : "") + (node.write() ? "w" : "") + (node.makeNode() ? "m" : "");
    return new Device(rights, node.containerPath(), node.hostPath());
  }

  private static void fillRights(HostConfig host, RightsPlan plan) throws EngineException {
    host.withReadonlyRootfs(plan.readOnlyRoot());
    host.withPrivileged(plan.privileged());
    host.withCapAdd(capabilities(plan.capabilitiesAdd()));
    host.withCapDrop(capabilities(plan.capabilitiesDrop()));
    host.withSysctls(plan.sysctls());
  }

  private static Capability[] capabilities(List<String> names) throws EngineException {
    var found = new Capability[names.size()];
    for (int index = 0; index < found.length; index++) {
      String name = names.get(index).toUpperCase(Locale.ROOT);
      try {
        found[index] = Capability.valueOf(name.startsWith("CAP_") ? name.substring(4) : name);
      } catch (IllegalArgumentException _) {
        throw refused("there is no capability '" + names.get(index) + "'");
      }
    }
    return found;
  }

  private static void fillNetwork(HostConfig host, ContainerSpec spec) {
    host.withNetworkMode(
        switch (spec.networkMode()) {
          case BRIDGE -> "bridge";
          case HOST -> "host";
          case NONE -> "none";
        });
    if (spec.networkMode() == NetworkMode.BRIDGE) {
      host.withPortBindings(spec.ports().stream().map(HostMapping::binding).toList());
    }
    NetworkPlan plan = spec.plan().network();
    host.withDns(plan.dnsServers());
    host.withDnsSearch(plan.dnsSearchDomains());
    host.withDnsOptions(plan.dnsOptions());
    host.withExtraHosts(
        plan.extraHosts().stream()
            .map(line -> line.hostname() + ":" + line.address())
            .toArray(String[]::new));
  }

  private static PortBinding binding(BoundPort port) {
    return new PortBinding(
        Binding.bindIpAndPort(port.hostAddress(), port.hostPort()), CreateMapping.exposed(port));
  }

  private static void fillMounts(HostConfig host, List<ContainerSpec.Mount> mounts)
      throws EngineException {
    var binds = new ArrayList<Bind>();
    var volumes = new ArrayList<Mount>();
    for (ContainerSpec.Mount mount : mounts) {
      switch (mount.source()) {
        case MountSource.HostPath path -> binds.add(bind(path.path(), mount));
        case MountSource.EngineVolume volume ->
            volumes.add(
                new Mount()
                    .withType(MountType.VOLUME)
                    .withSource(volume.engineName())
                    .withTarget(mount.containerPath())
                    .withReadOnly(mount.readOnly()));
      }
    }
    host.withBinds(binds);
    host.withMounts(volumes);
  }

  /** A bind, since only this old form makes a missing directory; its text form knows no colon. */
  private static Bind bind(String hostPath, ContainerSpec.Mount mount) throws EngineException {
    if (hostPath.contains(":") || mount.containerPath().contains(":")) {
      throw new EngineException(
          Kind.VOLUME, false, "Docker mounts no path with a colon in its name: " + hostPath);
    }
    return new Bind(
        hostPath,
        new Volume(mount.containerPath()),
        mount.readOnly() ? AccessMode.ro : AccessMode.rw);
  }

  private static void fillTmpfs(HostConfig host, List<TmpfsPlan> plans) {
    Map<String, String> mounts = new HashMap<>();
    for (TmpfsPlan plan : plans) {
      var options = new ArrayList<>(plan.mountOptions());
      options.add("size=" + plan.sizeBytes());
      mounts.put(plan.containerPath(), String.join(",", options));
    }
    host.withTmpFs(mounts);
  }

  private static LogConfig log(LogPlan plan) throws EngineException {
    LogConfig.LoggingType driver = LogConfig.LoggingType.fromValue(plan.driver());
    if (driver == null) {
      throw refused("the log driver '" + plan.driver() + "' is not known");
    }
    return new LogConfig(driver, plan.options());
  }

  private static EngineException refused(String sentence) {
    return new EngineException(Kind.CREATE, false, sentence);
  }
}
