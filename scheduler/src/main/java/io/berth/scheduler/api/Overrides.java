package io.berth.scheduler.api;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** What one task has different from its definition. */
final class Overrides {
  private static final TaskOverride NONE = TaskOverride.builder().build();

  private Overrides() {}

  /** The definition with the override in it; refuses what is no definition any more. */
  static TaskDefinition merge(TaskDefinition definition, @Nullable TaskOverride override) {
    if (override == null || override.equals(NONE)) {
      return definition;
    }
    Map<String, ContainerOverride> byName = byName(definition, override);
    TaskDefinition merged =
        definition.copy(task -> {
          task.containerDefinitions(
              definition.containerDefinitions().stream()
                  .map(one -> container(one, byName.get(one.name())))
                  .toList());
          task.cpu(override.cpu() == null ? definition.cpu() : override.cpu());
          task.memory(override.memory() == null ? definition.memory() : override.memory());
        });
    DefinitionRules.check(DefinitionForm.request(merged));
    return merged;
  }

  private static Map<String, ContainerOverride> byName(
      TaskDefinition definition, TaskOverride override) {
    List<String> known =
        definition.containerDefinitions().stream().map(ContainerDefinition::name).toList();
    Map<String, ContainerOverride> byName = new HashMap<>();
    for (ContainerOverride one : override.containerOverrides()) {
      String name = one.name() == null ? "" : one.name();
      if (!known.contains(name)) {
        throw invalid(
            "Override for container named "
                + Arns.shown(name)
                + " is not a container in the TaskDefinition.");
      }
      if (byName.put(name, one) != null) {
        throw invalid("There is more than one override for container named " + name + ".");
      }
    }
    return byName;
  }

  private static ContainerDefinition container(
      ContainerDefinition given, @Nullable ContainerOverride override) {
    if (override == null) {
      return given;
    }
    return given.copy(container -> {
      // An empty one is a wish, too: the definition's command goes, the image's counts.
      if (override.hasCommand()) {
        container.command(override.command());
      }
      container.environment(environment(given, override));
      container.cpu(override.cpu() == null ? given.cpu() : override.cpu());
      container.memory(override.memory() == null ? given.memory() : override.memory());
      container.memoryReservation(
          override.memoryReservation() == null
              ? given.memoryReservation()
              : override.memoryReservation());
      container.resourceRequirements(
          override.resourceRequirements().isEmpty()
              ? given.resourceRequirements()
              : override.resourceRequirements());
    });
  }

  /** By name: what is new is added, what is known is replaced in its place. */
  private static List<KeyValuePair> environment(
      ContainerDefinition given, ContainerOverride override) {
    Map<String, KeyValuePair> byName = new LinkedHashMap<>();
    given.environment().forEach(one -> byName.put(one.name(), one));
    for (KeyValuePair one : override.environment()) {
      byName.put(Demand.text(one.name(), "Container.environment.name"), one);
    }
    return List.copyOf(byName.values());
  }

  private static ApiError invalid(String sentence) {
    return ApiError.sender("InvalidParameterException", sentence);
  }
}
