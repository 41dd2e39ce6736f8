package io.berth.scheduler.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;

/**
 * In which order containers of a definition may ask to start: none waits for itself or for ever.
 */
final class OrderRules {
  private static final Set<String> CONDITIONS = Set.of("START", "COMPLETE", "SUCCESS", "HEALTHY");
  private static final Set<String> ENDINGS = Set.of("COMPLETE", "SUCCESS");

  private OrderRules() {}

  /** Names are known to be there and to be unique. */
  static void check(List<ContainerDefinition> containers) {
    Map<String, ContainerDefinition> byName =
        containers.stream()
            .collect(Collectors.toMap(ContainerDefinition::name, Function.identity()));
    for (ContainerDefinition container : containers) {
      Demand.atMost(10, container.dependsOn(), "Container.dependsOn");
      container.dependsOn().forEach(one -> dependency(container, one, byName));
      container.volumesFrom().forEach(one -> known(one.sourceContainer(), container, byName));
    }
    circle(containers);
  }

  private static void dependency(
      ContainerDefinition container,
      ContainerDependency dependency,
      Map<String, ContainerDefinition> byName) {
    String condition = Demand.text(dependency.conditionAsString(), "ContainerDependency.condition");
    Demand.oneOf(condition, CONDITIONS, "containerDefinitions.dependsOn.condition");
    String name = Demand.text(dependency.containerName(), "ContainerDependency.containerName");
    ContainerDefinition other = known(name, container, byName);
    Demand.that(
        !ENDINGS.contains(condition) || Boolean.FALSE.equals(other.essential()),
        "Container '"
            + container.name()
            + "' depends on the essential container '"
            + name
            + "' with condition "
            + condition
            + ".");
    Demand.that(
        !condition.equals("HEALTHY") || ContainerRules.hasCheck(other),
        "Container '"
            + container.name()
            + "' depends on the health of container '"
            + name
            + "', which has no health check.");
  }

  private static ContainerDefinition known(
      String name, ContainerDefinition container, Map<String, ContainerDefinition> byName) {
    ContainerDefinition other = byName.get(Demand.text(name, "Container name"));
    if (other == null) {
      throw ApiError.sender(
          "ClientException",
          "Container '"
              + container.name()
              + "' refers to container '"
              + Arns.shown(name)
              + "', which the task definition does not have.");
    }
    return other;
  }

  /** Takes away what waits for nothing that is left, until nothing or a circle is left. */
  private static void circle(List<ContainerDefinition> containers) {
    List<ContainerDefinition> left = new ArrayList<>(containers);
    Set<String> free = new HashSet<>();
    boolean more = true;
    while (more) {
      more =
          left.removeIf(container -> {
            boolean isFree =
                container.dependsOn().stream().allMatch(one -> free.contains(one.containerName()))
                    && container.volumesFrom().stream()
                        .allMatch(one -> free.contains(one.sourceContainer()));
            return isFree && free.add(container.name());
          });
    }
    Demand.that(
        left.isEmpty(),
        left.isEmpty()
            ? ""
            : "Cycle detected: container '" + left.getFirst().name() + "' waits for itself.");
  }
}
