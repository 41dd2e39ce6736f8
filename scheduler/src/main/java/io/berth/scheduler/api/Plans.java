package io.berth.scheduler.api;

import io.berth.scheduler.api.Operation.RequestBuilder;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.TaskDefinition;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/**
 * Compiles definitions with overrides, and remembers the newest results: the same few are asked for
 * again and again, and to read and compile them costs more than to place a task. Any thread may
 * call; two that compile the same at once get equal plans.
 */
final class Plans {
  private static final int MOST = 1_000;
  private static final int MOST_SHAPES = 200;
  private static final int LONGEST_OVERRIDES = 8_192;

  private final Documents documents;
  private final Newest<Key, Plan> plans = new Newest<>(MOST);
  private final Newest<DefinitionId, software.amazon.awssdk.services.ecs.model.TaskDefinition>
      shapes = new Newest<>(MOST_SHAPES);

  Plans(Documents documents) {
    this.documents = documents;
  }

  private record Key(DefinitionId definition, String overrides) {}

  Plan compiled(TaskDefinition definition, @Nullable TaskOverride override) {
    String overrides = override == null ? "" : documents.write(override);
    if (overrides.length() > LONGEST_OVERRIDES) {
      throw Lookups.invalid(
          "Overrides can have at most " + LONGEST_OVERRIDES + " characters as JSON.");
    }
    return plans.get(
        new Key(definition.id(), overrides), () -> compile(definition, overrides, override));
  }

  private Plan compile(
      TaskDefinition definition, String overrides, @Nullable TaskOverride override) {
    CompiledPlan compiled = PlanCompiler.compile(shape(definition), override);
    return Plan.of(
        definition.id(),
        overrides,
        new Plan.Needs(compiled.asked(), compiled.constraints()),
        new Plan.Program(compiled.bytes(), compiled.requires()));
  }

  /** The definition as it was registered, in the shape of ECS. */
  software.amazon.awssdk.services.ecs.model.TaskDefinition shape(TaskDefinition definition) {
    return shapes.get(definition.id(), () -> DefinitionQueries.document(documents, definition));
  }

  /** The overrides of a plan in the shape of ECS. */
  TaskOverride overrides(Plan plan) {
    TaskOverride.Builder empty = TaskOverride.builder();
    return plan.overrides().isEmpty()
        ? empty.build()
        : documents.read(new RequestBuilder<>(empty, empty::build), plan.overrides());
  }
}
