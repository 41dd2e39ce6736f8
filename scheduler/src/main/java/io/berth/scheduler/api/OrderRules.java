package io.berth.scheduler.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.VolumeFrom;

/**
 * In which order containers of a definition may ask to start: none waits for itself or for ever.
 */
final class OrderRules {
  private static final Set<String> CONDITIONS = Set.of("START", "COMPLETE", "SUCCESS", "HEALTHY");
  private static final Set<String> ENDINGS = Set.of("COMPLETE", "SUCCESS");
  private static final Pattern LINK =
      Pattern.compile("[A-Za-z0-9_-]{1,255}(?::[A-Za-z0-9_.-]{1,255})?");

  private OrderRules() {}

  /** Names are known to be there and to be unique. */
  static void check(List<ContainerDefinition> containers) {
    Map<String, ContainerDefinition> byName =
        containers.stream()
            .collect(Collectors.toMap(ContainerDefinition::name, Function.identity()));
    for (ContainerDefinition container : containers) {
      Demand.atMost(10, container.dependsOn(), "Container.dependsOn");
      Demand.atMost(10, container.links(), "Container.links");
      Demand.atMost(10, container.volumesFrom(), "Container.volumesFrom");
      container.dependsOn().forEach(one -> dependency(container, one, byName));
      container.links().forEach(one -> link(container, one, byName));
      container.volumesFrom().forEach(one -> source(container, one, byName));
    }
    Demand.that(
        inCircle(containers, OrderRules::linked).isEmpty(),
        "Container links should not have a cycle");
    inCircle(containers, OrderRules::before)
        .ifPresent(name -> {
          throw ApiError.sender(
              "ClientException",
              "Container dependencies should not have a cycle: container '"
                  + name
                  + "' waits for itself.");
        });
  }

  private static void dependency(
      ContainerDefinition container,
      ContainerDependency dependency,
      Map<String, ContainerDefinition> byName) {
    String condition = Demand.text(dependency.conditionAsString(), "ContainerDependency.condition");
    Demand.oneOf(condition, CONDITIONS, "containerDefinitions.dependsOn.condition");
    String name = Demand.text(dependency.containerName(), "ContainerDependency.containerName");
    // The plus sign is ECS's own.
    ContainerDefinition other =
        known(
            name,
            byName,
            "Cannot depend on container + '" + Arns.shown(name) + "' because it does not exist");
    Demand.that(
        !ENDINGS.contains(condition) || Boolean.FALSE.equals(other.essential()),
        "A dependency container with SUCCESS or COMPLETE condition cannot be an essential"
            + " container");
    Demand.that(
        !condition.equals("HEALTHY") || ContainerRules.hasCheck(other),
        "Container '"
            + container.name()
            + "' depends on the health of container '"
            + name
            + "', which has no health check.");
  }

  private static void link(
      ContainerDefinition container, String link, Map<String, ContainerDefinition> byName) {
    Demand.that(
        LINK.matcher(link).matches(),
        "Invalid 'links' setting for container '" + container.name() + "'.");
    String name = linked(link);
    ContainerDefinition _ =
        known(
            name,
            byName,
            "Container '"
                + container.name()
                + "' links to container '"
                + name
                + "', which the task definition does not have.");
  }

  private static void source(
      ContainerDefinition container, VolumeFrom from, Map<String, ContainerDefinition> byName) {
    String name = Demand.text(from.sourceContainer(), "VolumeFrom.sourceContainer");
    ContainerDefinition _ =
        known(
            name,
            byName,
            "Container '"
                + container.name()
                + "' refers to container '"
                + Arns.shown(name)
                + "', which the task definition does not have.");
  }

  private static ContainerDefinition known(
      String name, Map<String, ContainerDefinition> byName, String otherwise) {
    ContainerDefinition other = byName.get(name);
    if (other == null) {
      throw ApiError.sender("ClientException", otherwise);
    }
    return other;
  }

  /** A link is the name of a container, and perhaps the name that it has inside. */
  private static String linked(String link) {
    int colon = link.indexOf(':');
    return colon < 0 ? link : link.substring(0, colon);
  }

  private static Stream<String> linked(ContainerDefinition container) {
    return container.links().stream().map(OrderRules::linked);
  }

  /** Whatever must be there before a container, for any reason. */
  private static Stream<String> before(ContainerDefinition container) {
    return Stream.of(
            linked(container),
            container.dependsOn().stream().map(ContainerDependency::containerName),
            container.volumesFrom().stream().map(VolumeFrom::sourceContainer))
        .flatMap(Function.identity());
  }

  /** Takes away what waits for nothing that is left, until nothing or a circle is left. */
  private static Optional<String> inCircle(
      List<ContainerDefinition> containers, Function<ContainerDefinition, Stream<String>> before) {
    List<ContainerDefinition> left = new ArrayList<>(containers);
    Set<String> free = new HashSet<>();
    boolean more = true;
    while (more) {
      more =
          left.removeIf(container ->
              before.apply(container).allMatch(free::contains) && free.add(container.name()));
    }
    return left.stream().map(ContainerDefinition::name).findFirst();
  }
}
