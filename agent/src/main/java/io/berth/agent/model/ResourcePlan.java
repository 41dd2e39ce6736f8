package io.berth.agent.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a container may use of its host.
 *
 * @param cpuShares its weight against others when cpu is short
 * @param cpuLimitUnits in 1/1,024 of a core, however idle the host is
 */
public record ResourcePlan(
    int cpuShares,
    OptionalInt cpuLimitUnits,
    OptionalLong memoryHardBytes,
    OptionalLong memorySoftBytes,
    OptionalLong shmSizeBytes,
    List<ResourceLimit> limits,
    List<DeviceNode> deviceNodes,
    Set<String> deviceIds) {

  /** The smallest weight of cpu and no limit. */
  public static final ResourcePlan UNLIMITED =
      new ResourcePlan(
          2,
          OptionalInt.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          List.of(),
          List.of(),
          Set.of());

  public ResourcePlan {
    Require.between(cpuShares, 2, 262_144, "cpu shares");
    cpuLimitUnits.ifPresent(units -> Require.between(units, 1, 4_194_304, "a limit of cpu"));
    limits = List.copyOf(limits);
    deviceNodes = List.copyOf(deviceNodes);
    deviceIds = Set.copyOf(deviceIds);
  }

  /** A resource limit of processes, in the limit's own unit; -1 is unlimited. */
  public record ResourceLimit(String name, long soft, long hard) {
    public ResourceLimit {
      Require.notEmpty(name, "a resource limit's name");
    }
  }

  /** A device node of the host inside a container; at least one right is true. */
  public record DeviceNode(
      String hostPath, String containerPath, boolean read, boolean write, boolean makeNode) {
    public DeviceNode {
      if (!read && !write && !makeNode) {
        throw new IllegalArgumentException("a device node without a right: " + hostPath);
      }
    }
  }
}
