package io.berth.scheduler.api;

import io.berth.scheduler.control.ServiceEvents;
import io.berth.scheduler.control.ServiceViews;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceEvent;
import io.berth.scheduler.model.ServiceWish;
import io.berth.scheduler.model.TaskCounts;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceField;

/** Services in the shapes of ECS. */
final class ServiceWire {
  private static final String EC2 = "EC2";

  private ServiceWire() {}

  static software.amazon.awssdk.services.ecs.model.Service write(
      ReadTx state, Arns arns, Service service, Collection<ServiceField> include) {
    List<Deployment> deployments = ServiceViews.deployments(state, service.id());
    int running = 0;
    int pending = 0;
    for (Deployment deployment : deployments) {
      TaskCounts counts = counts(state, deployment);
      running += counts.running();
      pending += counts.pending();
    }
    return software.amazon.awssdk.services.ecs.model.Service.builder()
        .serviceArn(arns.service(service.id().cluster(), service.id().name()))
        .serviceName(service.id().name())
        .clusterArn(arns.cluster(service.id().cluster()))
        .status(status(service))
        .desiredCount(service.wish().desiredCount())
        .runningCount(running)
        .pendingCount(pending)
        .launchType(launchType(service))
        .taskDefinition(arns.definition(deployments.getFirst().recipe().definition()))
        .deploymentConfiguration(configuration(service.wish()))
        .deployments(
            service.overAt().isPresent()
                ? List.of()
                : deployments.stream()
                    .map(deployment ->
                        deployment(state, arns, service, deployment, deployments.getFirst()))
                    .toList())
        .loadBalancers(ServicePorts.write(deployments.getFirst().recipe().ports()))
        .healthCheckGracePeriodSeconds(
            service.wish().healthGrace().map(grace -> (int) grace.toSeconds()).orElse(null))
        .serviceRegistries(List.of())
        .events(ServiceEvents.newest(state, service).stream().map(ServiceWire::event).toList())
        .createdAt(service.origin().createdAt())
        .placementConstraints(Constraints.write(service.wish().constraints()))
        .placementStrategy(Strategies.write(service.wish().strategies()))
        .schedulingStrategy("REPLICA")
        .deploymentController(controller -> controller.type("ECS"))
        .tags(include.contains(ServiceField.TAGS) ? Tags.write(service.tags()) : List.of())
        .enableECSManagedTags(false)
        .propagateTags(tagSource(service.wish().tagSource()))
        .enableExecuteCommand(false)
        .availabilityZoneRebalancing("DISABLED")
        .build();
  }

  private static String status(Service service) {
    return switch (service.state()) {
      case Service.State.Active() -> "ACTIVE";
      case Service.State.Draining() -> "DRAINING";
      case Service.State.Inactive(_) -> "INACTIVE";
    };
  }

  static String launchType(Service service) {
    return service.wish().launchType().isEmpty() ? EC2 : service.wish().launchType();
  }

  private static String tagSource(ServiceWish.TagSource source) {
    return switch (source) {
      case NONE -> "NONE";
      case DEFINITION -> "TASK_DEFINITION";
      case SERVICE -> "SERVICE";
    };
  }

  private static DeploymentConfiguration configuration(ServiceWish wish) {
    return DeploymentConfiguration.builder()
        .deploymentCircuitBreaker(breaker -> breaker.enable(false).rollback(false))
        .maximumPercent(wish.rolling().maximumPercent())
        .minimumHealthyPercent(wish.rolling().minimumHealthyPercent())
        .strategy("ROLLING")
        .build();
  }

  private static TaskCounts counts(ReadTx state, Deployment deployment) {
    return state.sum(Tables.TASKS, Tables.TASKS_OF_DEPLOYMENT, deployment.id());
  }

  /** Of an older one as many are wanted as there are left. */
  private static software.amazon.awssdk.services.ecs.model.Deployment deployment(
      ReadTx state, Arns arns, Service service, Deployment deployment, Deployment newest) {
    TaskCounts counts = counts(state, deployment);
    boolean isNewest = deployment.equals(newest);
    String progress =
        switch (deployment.rollout()) {
          case IN_PROGRESS -> " in progress.";
          case COMPLETED -> " completed.";
        };
    return software.amazon.awssdk.services.ecs.model.Deployment.builder()
        .id(deployment.id().text())
        .status(isNewest ? "PRIMARY" : "ACTIVE")
        .taskDefinition(arns.definition(deployment.recipe().definition()))
        .desiredCount(isNewest ? service.desiredCount() : counts.running() + counts.pending())
        .pendingCount(counts.pending())
        .runningCount(counts.running())
        .failedTasks(deployment.setbacks().failedTasks())
        .createdAt(deployment.createdAt())
        .updatedAt(deployment.updatedAt())
        .launchType(launchType(service))
        .rolloutState(deployment.rollout().name())
        .rolloutStateReason("ECS deployment " + deployment.id().text() + progress)
        .build();
  }

  private static software.amazon.awssdk.services.ecs.model.ServiceEvent event(ServiceEvent event) {
    return software.amazon.awssdk.services.ecs.model.ServiceEvent.builder()
        .id(event.id().toString())
        .createdAt(event.at())
        .message(event.message())
        .build();
  }
}
