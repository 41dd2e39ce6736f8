package io.berth.scheduler.model;

/**
 * An amount of what hosts have and tasks ask for: cpu in ECS units (1,024 a core), memory in MiB,
 * ports that the agent picks, of which TCP and UDP have their own.
 */
public record Resources(long cpuUnits, long memoryMib, int dynamicTcpPorts, int dynamicUdpPorts) {
  /** Nothing of anything. */
  public static final Resources NONE = new Resources(0, 0, 0, 0);

  public Resources {
    Require.notNegative(cpuUnits, "cpuUnits");
    Require.notNegative(memoryMib, "memoryMib");
    Require.notNegative(dynamicTcpPorts, "dynamicTcpPorts");
    Require.notNegative(dynamicUdpPorts, "dynamicUdpPorts");
  }

  public Resources plus(Resources other) {
    return new Resources(
        cpuUnits + other.cpuUnits,
        memoryMib + other.memoryMib,
        dynamicTcpPorts + other.dynamicTcpPorts,
        dynamicUdpPorts + other.dynamicUdpPorts);
  }

  /** What is left; taking more than there is would be a bug. */
  public Resources minus(Resources other) {
    return new Resources(
        cpuUnits - other.cpuUnits,
        memoryMib - other.memoryMib,
        dynamicTcpPorts - other.dynamicTcpPorts,
        dynamicUdpPorts - other.dynamicUdpPorts);
  }

  /** What is left, and nothing of what there is less of than was taken: a host may have shrunk. */
  public Resources lessAtMost(Resources other) {
    return new Resources(
        Math.max(0, cpuUnits - other.cpuUnits),
        Math.max(0, memoryMib - other.memoryMib),
        Math.max(0, dynamicTcpPorts - other.dynamicTcpPorts),
        Math.max(0, dynamicUdpPorts - other.dynamicUdpPorts));
  }

  /** The same with other cpu. */
  public Resources withCpu(long units) {
    return new Resources(units, memoryMib, dynamicTcpPorts, dynamicUdpPorts);
  }

  /** The same with other memory. */
  public Resources withMemory(long mib) {
    return new Resources(cpuUnits, mib, dynamicTcpPorts, dynamicUdpPorts);
  }
}
