package io.berth.scheduler.model;

/**
 * An amount of what hosts have and tasks ask for: cpu in ECS units (1,024 a core), memory in MiB,
 * agent-picked ports.
 */
public record Resources(long cpuUnits, long memoryMib, int dynamicPorts) {
  public Resources {
    Require.notNegative(cpuUnits, "cpuUnits");
    Require.notNegative(memoryMib, "memoryMib");
    Require.notNegative(dynamicPorts, "dynamicPorts");
  }
}
