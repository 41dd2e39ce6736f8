package io.berth.scheduler.model;

/**
 * A port of a service's tasks to which a target group leads.
 *
 * @param targetGroup the name of the group as clients write it, which ends with its id
 */
public record BalancedPort(String targetGroup, String container, int containerPort) {
  public BalancedPort {
    Require.notEmpty(targetGroup, "a target group");
    Require.notEmpty(container, "a container's name");
    Require.positive(containerPort, "containerPort");
    TargetGroupId.parse(idIn(targetGroup));
  }

  public TargetGroupId group() {
    return TargetGroupId.parse(idIn(targetGroup));
  }

  private static String idIn(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
