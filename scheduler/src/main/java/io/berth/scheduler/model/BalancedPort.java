package io.berth.scheduler.model;

/**
 * A port of a service's tasks to which a target group leads.
 *
 * @param targetGroup the group's name as clients write it
 */
public record BalancedPort(String targetGroup, String container, int containerPort) {
  public BalancedPort {
    Require.notEmpty(targetGroup, "a target group");
    Require.notEmpty(container, "a container's name");
    Require.positive(containerPort, "containerPort");
  }
}
