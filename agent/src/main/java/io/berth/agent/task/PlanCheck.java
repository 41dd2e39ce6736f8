package io.berth.agent.task;

import io.berth.agent.model.Assignment;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.LifecyclePlan.Dependency;
import io.berth.agent.model.TaskPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Judges whether an assignment can be run safely here before anything is done for it. */
final class PlanCheck {
  private PlanCheck() {}

  /** Why the assignment is refused, if it is. */
  static Optional<String> refusal(Assignment assignment, Set<String> features) {
    var unknown = new TreeSet<>(assignment.requires());
    unknown.removeAll(features);
    if (!unknown.isEmpty()) {
      return Optional.of(
          "The task requires " + String.join(", ", unknown) + ", which this agent does not know");
    }
    return assignment.plan().flatMap(PlanCheck::contradiction);
  }

  private static Optional<String> contradiction(TaskPlan plan) {
    var names = new HashSet<String>();
    for (ContainerPlan container : plan.containers()) {
      if (!names.add(container.name())) {
        return Optional.of("Two containers have the name " + container.name());
      }
    }
    if (plan.containers().stream().noneMatch(ContainerPlan::isEssential)) {
      return Optional.of("No container is essential");
    }
    return plan.containers().stream()
        .flatMap(container -> missing(container, plan).stream())
        .findFirst()
        .or(() -> cycle(plan));
  }

  private static Optional<String> missing(ContainerPlan container, TaskPlan plan) {
    Optional<String> noContainer =
        container.lifecycle().dependsOn().stream()
            .map(Dependency::containerName)
            .filter(name -> plan.container(name).isEmpty())
            .findFirst()
            .map(name -> container.name() + " depends on " + name + ", which the plan has not");
    return noContainer.or(() ->
        container.files().mounts().stream()
            .filter(mount -> plan.volume(mount.volumeName()).isEmpty())
            .findFirst()
            .map(mount ->
                container.name() + " mounts " + mount.volumeName() + ", which the plan has not"));
  }

  /** Takes away what depends on nothing that is left, until nothing or a cycle is left. */
  private static Optional<String> cycle(TaskPlan plan) {
    List<ContainerPlan> left = new ArrayList<>(plan.containers());
    var free = new HashSet<String>();
    boolean more = true;
    while (more) {
      more =
          left.removeIf(container -> {
            boolean isFree =
                container.lifecycle().dependsOn().stream()
                    .allMatch(dependency -> free.contains(dependency.containerName()));
            return isFree && free.add(container.name());
          });
    }
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(left.getFirst().name() + " depends on itself by a circle");
  }
}
