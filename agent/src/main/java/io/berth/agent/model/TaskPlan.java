package io.berth.agent.model;

import java.util.List;
import java.util.Optional;

/**
 * How to run a task, with every default filled in: the agent adds no rule of its own. Containers
 * stand in the order of the definition; what must wait says so by its dependencies.
 */
public record TaskPlan(
    List<ContainerPlan> containers, NetworkMode networkMode, List<VolumePlan> volumes) {

  public TaskPlan {
    Require.between(containers.size(), 1, 10, "containers of a task");
    containers = List.copyOf(containers);
    volumes = List.copyOf(volumes);
  }

  /** The container of that name, if the plan has it. */
  public Optional<ContainerPlan> container(String name) {
    return containers.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** The volume of that name, if the plan has it. */
  public Optional<VolumePlan> volume(String name) {
    return volumes.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
