package io.berth.scheduler.model;

/**
 * An amount of what hosts have and tasks ask for: cpu in ECS units (1,024 a core), memory in MiB,
 * agent-picked ports.
 */
public record Resources(long cpuUnits, long memoryMib, int dynamicPorts) {
  /** Nothing of anything. */
  public static final Resources NONE = new Resources(0, 0, 0);

  public Resources {
    Require.notNegative(cpuUnits, "cpuUnits");
    Require.notNegative(memoryMib, "memoryMib");
    Require.notNegative(dynamicPorts, "dynamicPorts");
  }

  public Resources plus(Resources other) {
    return new Resources(
        cpuUnits + other.cpuUnits, memoryMib + other.memoryMib, dynamicPorts + other.dynamicPorts);
  }

  /** What is left; taking more than there is would be a bug. */
  public Resources minus(Resources other) {
    return new Resources(
        cpuUnits - other.cpuUnits, memoryMib - other.memoryMib, dynamicPorts - other.dynamicPorts);
  }

  /** What is left, and nothing of what there is less of than was taken: a host may have shrunk. */
  public Resources lessAtMost(Resources other) {
    return new Resources(
        Math.max(0, cpuUnits - other.cpuUnits),
        Math.max(0, memoryMib - other.memoryMib),
        Math.max(0, dynamicPorts - other.dynamicPorts));
  }
}
