package io.berth.scheduler.api;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Small definitions for tests: what a test does not say is right. */
final class Definitions {
  private Definitions() {}

  static ContainerDefinition container(String name, Consumer<ContainerDefinition.Builder> change) {
    ContainerDefinition.Builder container =
        ContainerDefinition.builder().name(name).image("busybox").memory(64);
    change.accept(container);
    return container.build();
  }

  static ContainerDefinition container(String name) {
    return container(name, _ -> {});
  }

  static RegisterTaskDefinitionRequest containers(ContainerDefinition... containers) {
    return RegisterTaskDefinitionRequest.builder()
        .family("web")
        .containerDefinitions(containers)
        .build();
  }

  /** One container with this about it. */
  static RegisterTaskDefinitionRequest with(Consumer<ContainerDefinition.Builder> change) {
    return containers(container("app", change));
  }

  /** One container, and this about the task. */
  static RegisterTaskDefinitionRequest task(
      Consumer<RegisterTaskDefinitionRequest.Builder> change) {
    return containers(container("app")).copy(change);
  }

  static TaskDefinition normal(RegisterTaskDefinitionRequest request) {
    DefinitionRules.check(request);
    return DefinitionForm.normalise(request);
  }

  static <T> List<T> times(int count, T element) {
    return Collections.nCopies(count, element);
  }
}
