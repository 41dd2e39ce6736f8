package io.berth.scheduler.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.scheduler.control.ServiceOrder.Change;
import io.berth.scheduler.control.ServiceOrder.Content;
import io.berth.scheduler.control.ServiceOrder.Creation;
import io.berth.scheduler.control.ServiceOrder.Redeploy;
import io.berth.scheduler.control.ServiceViews;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Deployment.Recipe;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.ServiceWish;
import io.berth.scheduler.model.ServiceWish.TagSource;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** What CreateService and UpdateService ask for, judged and in our own words. */
final class ServiceRequests {
  private static final int MOST_TASKS = 10_000;
  private static final int LONGEST_TOKEN = 64;
  private static final int WHOLE = 100;
  private static final int MOST_PERCENT = 10_000;

  private final Plans plans;
  private final Documents documents;

  ServiceRequests(Plans plans, Documents documents) {
    this.plans = plans;
    this.documents = documents;
  }

  Creation read(Snapshot state, Arns arns, CreateServiceRequest request) {
    Effects.refuseUnsupported("CreateService", request);
    ClusterName cluster = Lookups.activeCluster(state, arns, request.cluster()).name();
    ServiceId id = new ServiceId(cluster, Arns.newServiceName(request.serviceName()));
    if (request.desiredCount() == null) {
      throw Lookups.invalid("DesiredCount is required for the scheduling strategy REPLICA.");
    }
    List<BalancedPort> ports = ServicePorts.read(state, arns, request.loadBalancers());
    Optional<Duration> grace = grace(request.healthCheckGracePeriodSeconds());
    requireBalancers(grace, ports);
    TaskDefinition definition = definition(state, arns, request.taskDefinition());
    ServicePorts.requireKnown(plans.shape(definition), ports);
    ServiceWish wish =
        new ServiceWish(
            count(request.desiredCount()),
            rolling(request.deploymentConfiguration(), Rolling.STANDARD),
            Strategies.read(request.placementStrategy()),
            Constraints.read(request.placementConstraints()),
            grace,
            tagSource(request.propagateTagsAsString(), TagSource.NONE),
            request.launchTypeAsString() == null ? "" : request.launchTypeAsString());
    return new Creation(
        id,
        wish,
        content(definition),
        ports,
        Tags.read(request.tags(), OwnTags.OF_SERVICES),
        token(request));
  }

  /** A change of one service. */
  record Update(ServiceId service, Change change) {}

  Update read(Snapshot state, Arns arns, UpdateServiceRequest request) {
    ClusterName cluster = Lookups.activeCluster(state, arns, request.cluster()).name();
    ServiceId id = Lookups.service(arns, cluster, request.service());
    return new Update(id, change(state, arns, id, request));
  }

  private Change change(Snapshot state, Arns arns, ServiceId id, UpdateServiceRequest request) {
    Effects.refuseUnsupported("UpdateService", request);
    Recipe before = running(state, id);
    Optional<List<BalancedPort>> ports =
        request.hasLoadBalancers()
            ? Optional.of(ServicePorts.read(state, arns, request.loadBalancers()))
            : Optional.empty();
    Optional<Duration> grace = grace(request.healthCheckGracePeriodSeconds());
    requireBalancers(grace, ports.orElse(before.ports()));
    Optional<TaskDefinition> definition =
        Optional.ofNullable(request.taskDefinition()).map(named -> definition(state, arns, named));
    ServicePorts.requireKnown(
        plans.shape(
            definition.orElseGet(
                () -> state.find(Tables.DEFINITIONS, before.definition()).orElseThrow())),
        ports.orElse(before.ports()));
    Optional<Integer> count = Optional.ofNullable(request.desiredCount()).map(this::count);
    Optional<List<Strategy>> strategies =
        request.hasPlacementStrategy()
            ? Optional.of(Strategies.read(request.placementStrategy()))
            : Optional.empty();
    Optional<List<Constraint>> constraints =
        request.hasPlacementConstraints()
            ? Optional.of(Constraints.read(request.placementConstraints()))
            : Optional.empty();
    DeploymentConfiguration given = request.deploymentConfiguration();
    rolling(given, Rolling.STANDARD);
    tagSource(request.propagateTagsAsString(), TagSource.NONE);
    UnaryOperator<ServiceWish> wish =
        known ->
            new ServiceWish(
                count.orElse(known.desiredCount()),
                rolling(given, known.rolling()),
                strategies.orElse(known.strategies()),
                constraints.orElse(known.constraints()),
                grace.or(known::healthGrace),
                tagSource(request.propagateTagsAsString(), known.tagSource()),
                known.launchType());
    return new Change(
        wish,
        definition.map(this::content),
        ports,
        Boolean.TRUE.equals(request.forceNewDeployment()) ? Redeploy.YES : Redeploy.NO);
  }

  /** What the tasks of a service run now. */
  private static Recipe running(Snapshot state, ServiceId id) {
    return ServiceViews.deployments(state, id).stream()
        .findFirst()
        .map(Deployment::recipe)
        .orElseThrow(() -> ApiError.sender("ServiceNotFoundException", "Service not found."));
  }

  private static TaskDefinition definition(Snapshot state, Arns arns, @Nullable String given) {
    return DefinitionQueries.find(state, arns.readDefinition(given))
        .orElseThrow(() -> ApiError.sender("ClientException", "TaskDefinition not found."));
  }

  private Content content(TaskDefinition definition) {
    return new Content(plans.compiled(definition, null), checkedContainers(definition));
  }

  private Set<String> checkedContainers(TaskDefinition definition) {
    return plans.shape(definition).containerDefinitions().stream()
        .filter(container -> !Boolean.FALSE.equals(container.essential()))
        .filter(ContainerRules::hasCheck)
        .map(ContainerDefinition::name)
        .collect(Collectors.toSet());
  }

  private int count(int given) {
    if (given < 0 || given > MOST_TASKS) {
      throw Lookups.invalid("DesiredCount must be between 0 and " + MOST_TASKS + ".");
    }
    return given;
  }

  private static Optional<Duration> grace(@Nullable Integer seconds) {
    if (seconds != null && seconds < 0) {
      throw Lookups.invalid("Health check grace period must not be negative.");
    }
    return Optional.ofNullable(seconds).map(Duration::ofSeconds);
  }

  private static void requireBalancers(Optional<Duration> grace, List<BalancedPort> ports) {
    if (grace.isPresent() && ports.isEmpty()) {
      throw Lookups.invalid(
          "Health check grace period is only valid for services configured to use load balancers");
    }
  }

  private static Rolling rolling(@Nullable DeploymentConfiguration given, Rolling otherwise) {
    if (given == null) {
      return otherwise;
    }
    int minimum =
        given.minimumHealthyPercent() == null
            ? otherwise.minimumHealthyPercent()
            : given.minimumHealthyPercent();
    int maximum =
        given.maximumPercent() == null ? otherwise.maximumPercent() : given.maximumPercent();
    if (minimum < 0 || minimum > WHOLE) {
      throw Lookups.invalid("minimumHealthyPercent must be between 0 and " + WHOLE + ".");
    }
    if (maximum < WHOLE || maximum > MOST_PERCENT) {
      throw Lookups.invalid(
          "maximumPercent must be between " + WHOLE + " and " + MOST_PERCENT + ".");
    }
    return new Rolling(minimum, maximum);
  }

  private static TagSource tagSource(@Nullable String given, TagSource otherwise) {
    if (given == null) {
      return otherwise;
    }
    return switch (given) {
      case "NONE" -> TagSource.NONE;
      case "SERVICE" -> TagSource.SERVICE;
      case "TASK_DEFINITION" -> TagSource.DEFINITION;
      default -> throw Lookups.invalid("Invalid value for propagateTags: " + Arns.shown(given));
    };
  }

  private Optional<Service.Token> token(CreateServiceRequest request) {
    Optional<String> given = request.getValueForField("clientToken", String.class);
    if (given.isEmpty() || given.get().isEmpty()) {
      return Optional.empty();
    }
    String text = Lookups.clientToken(given.get(), LONGEST_TOKEN);
    return Optional.of(
        new Service.Token(text, Fingerprint.of(documents.write(request).getBytes(UTF_8))));
  }
}
