package io.berth.scheduler.api;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Brings a definition into the form in which ECS gives it back: every member as it was registered,
 * and what ECS fills in where it was silent.
 *
 * <p>Members go over by their names, not one by one, so that none can be forgotten.
 */
public final class DefinitionForm {

  private DefinitionForm() {}

  /** Of a request that keeps the rules; without what changes later: revision, status, times. */
  public static TaskDefinition normalise(RegisterTaskDefinitionRequest request) {
    TaskDefinition.Builder definition = TaskDefinition.builder();
    copy(request, definition);
    String mode = DefinitionRules.networkMode(request.networkModeAsString());
    definition.containerDefinitions(
        request.containerDefinitions().stream().map(one -> container(one, mode)).toList());
    // A copy says that an absent list is an empty one.
    definition.volumes(List.copyOf(request.volumes()));
    definition.placementConstraints(List.copyOf(request.placementConstraints()));
    TaskSize.cpuUnits(request.cpu()).ifPresent(units -> definition.cpu(Long.toString(units)));
    TaskSize.memoryMib(request.memory()).ifPresent(mib -> definition.memory(Long.toString(mib)));
    definition.compatibilitiesWithStrings(compatibilities(request));
    return definition.build();
  }

  /** A definition as the request that would register it. */
  static RegisterTaskDefinitionRequest request(TaskDefinition definition) {
    RegisterTaskDefinitionRequest.Builder request = RegisterTaskDefinitionRequest.builder();
    copy(definition, request);
    return request.build();
  }

  /** Every member that both shapes have; what is absent stays absent. */
  private static void copy(SdkPojo from, SdkPojo to) {
    Map<String, SdkField<?>> targets =
        to.sdkFields().stream()
            .collect(Collectors.toMap(SdkField::locationName, Function.identity()));
    for (SdkField<?> field : from.sdkFields()) {
      @Nullable SdkField<?> target = targets.get(field.locationName());
      if (target != null) {
        target.set(to, field.getValueOrDefault(from));
      }
    }
  }

  private static ContainerDefinition container(ContainerDefinition given, String mode) {
    return given.copy(container -> {
      container.cpu(given.cpu() == null ? 0 : given.cpu());
      container.essential(given.essential() == null || given.essential());
      container.portMappings(given.portMappings().stream().map(one -> port(one, mode)).toList());
      container.environment(List.copyOf(given.environment()));
      container.mountPoints(List.copyOf(given.mountPoints()));
      container.volumesFrom(List.copyOf(given.volumesFrom()));
      container.systemControls(List.copyOf(given.systemControls()));
      if (given.healthCheck() != null) {
        container.healthCheck(health(given.healthCheck()));
      }
    });
  }

  private static PortMapping port(PortMapping given, String mode) {
    return given.copy(port -> {
      port.protocol(PortRules.protocol(given));
      if (given.containerPort() != null && PortRules.isSilent(given)) {
        port.hostPort(mode.equals(DefinitionRules.BRIDGE) ? 0 : given.containerPort());
      }
    });
  }

  private static HealthCheck health(HealthCheck given) {
    return given.copy(check -> {
      check.interval(given.interval() == null ? 30 : given.interval());
      check.timeout(given.timeout() == null ? 5 : given.timeout());
      check.retries(given.retries() == null ? 3 : given.retries());
    });
  }

  private static List<String> compatibilities(RegisterTaskDefinitionRequest request) {
    if (request.requiresCompatibilitiesAsStrings().contains("FARGATE")) {
      return List.of("EC2", "FARGATE");
    }
    boolean external =
        !DefinitionRules.AWSVPC.equals(request.networkModeAsString())
            && request.proxyConfiguration() == null
            && request.volumes().stream().allMatch(one -> one.efsVolumeConfiguration() == null);
    return external ? List.of("EXTERNAL", "EC2") : List.of("EC2");
  }
}
