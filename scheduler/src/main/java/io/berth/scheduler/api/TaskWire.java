package io.berth.scheduler.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.scheduler.lifecycle.StopWords;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.TaskField;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** Tasks in the shapes of ECS. */
final class TaskWire {
  private final Plans plans;

  TaskWire(Plans plans) {
    this.plans = plans;
  }

  software.amazon.awssdk.services.ecs.model.Task write(
      ReadTx state, Arns arns, Task task, Collection<TaskField> include) {
    Sighting.Times times = task.sighting().times();
    var definition =
        plans.shape(state.find(Tables.DEFINITIONS, task.order().definition()).orElseThrow());
    Plan plan = state.find(Tables.PLANS, task.order().plan()).orElseThrow();
    var written =
        software.amazon.awssdk.services.ecs.model.Task.builder()
            .taskArn(arns.task(task.cluster(), task.id()))
            .clusterArn(arns.cluster(task.cluster()))
            .taskDefinitionArn(arns.definition(task.order().definition()))
            .containerInstanceArn(arns.host(task.cluster(), task.host()))
            .lastStatus(task.status().name())
            .desiredStatus(task.isWanted() ? "RUNNING" : "STOPPED")
            .healthStatus(health(task, definition.containerDefinitions()))
            .cpu(Long.toString(task.order().asked().asked().cpuUnits()))
            .memory(Long.toString(task.order().asked().asked().memoryMib()))
            .containers(
                definition.containerDefinitions().stream()
                    .map(container -> container(arns, task, container))
                    .toList())
            .overrides(overrides(definition.containerDefinitions(), plans.overrides(plan)))
            .group(task.order().group())
            .startedBy(task.order().startedBy().isEmpty() ? null : task.order().startedBy())
            .launchType("EC2")
            .version(task.version())
            .createdAt(task.createdAt())
            .pullStartedAt(times.pullStartedAt().orElse(null))
            .pullStoppedAt(times.pullStoppedAt().orElse(null))
            .startedAt(times.startedAt().orElse(null))
            .executionStoppedAt(times.executionStoppedAt().orElse(null))
            .stoppedAt(task.isOver() ? task.overAt().orElse(null) : null)
            .enableExecuteCommand(false)
            .attachments(List.of())
            .attributes(List.of())
            .tags(include.contains(TaskField.TAGS) ? Tags.write(task.tags()) : List.of());
    switch (task.wish()) {
      case Wish.Run() -> {}
      case Wish.Drain(var cause, var at) -> stopped(written.stoppingAt(at), cause);
      case Wish.Stop(var cause, var at) -> stopped(written.stoppingAt(at), cause);
      case Wish.Abandoned(var cause, var at) -> stopped(written.stoppingAt(at), cause);
    }
    state.find(Tables.HOSTS, task.host()).ifPresent(host -> connectivity(written, host));
    return written.build();
  }

  private static void stopped(
      software.amazon.awssdk.services.ecs.model.Task.Builder written, StopCause cause) {
    written.stoppedReason(cause.reason()).stopCode(code(cause.code()));
  }

  private static String code(StopCause.Code code) {
    return switch (code) {
      case TASK_FAILED_TO_START -> "TaskFailedToStart";
      case ESSENTIAL_CONTAINER_EXITED -> "EssentialContainerExited";
      case USER_INITIATED -> "UserInitiated";
      case SERVICE_SCHEDULER_INITIATED -> "ServiceSchedulerInitiated";
      case TERMINATION_NOTICE -> "TerminationNotice";
    };
  }

  private static void connectivity(
      software.amazon.awssdk.services.ecs.model.Task.Builder written, Host host) {
    switch (host.contact().link()) {
      case Contact.Link.Connected(var since) ->
          written.connectivity("CONNECTED").connectivityAt(since);
      case Contact.Link.Silent(var since) ->
          written.connectivity("DISCONNECTED").connectivityAt(since);
      case Contact.Link.Lost(var since, _) ->
          written.connectivity("DISCONNECTED").connectivityAt(since);
    }
  }

  private static Container container(Arns arns, Task task, ContainerDefinition definition) {
    Container.Builder written =
        Container.builder()
            .containerArn(
                arns.container(task.cluster(), task.id(), containerId(task, definition.name())))
            .taskArn(arns.task(task.cluster(), task.id()))
            .name(definition.name())
            .image(definition.image())
            .lastStatus(task.isOver() ? "STOPPED" : "PENDING")
            .networkBindings(List.of())
            .networkInterfaces(List.of())
            .healthStatus("UNKNOWN")
            .cpu(definition.cpu() == null ? "0" : definition.cpu().toString());
    if (definition.memory() != null) {
      written.memory(definition.memory().toString());
    }
    if (definition.memoryReservation() != null) {
      written.memoryReservation(definition.memoryReservation().toString());
    }
    List<String> gpus =
        task.order().devices().stream()
            .filter(device -> device.container().equals(definition.name()))
            .map(GivenDevice::id)
            .toList();
    if (!gpus.isEmpty()) {
      written.gpuIds(gpus);
    }
    sight(task, definition.name()).ifPresent(sight -> seen(written, sight));
    return written.build();
  }

  private static void seen(Container.Builder written, ContainerSight sight) {
    written
        .lastStatus(status(sight.state()))
        .healthStatus(health(sight.health()))
        .networkBindings(sight.ports().stream().map(TaskWire::binding).toList());
    if (!sight.engineId().isEmpty()) {
      written.runtimeId(sight.engineId());
    }
    if (!sight.imageDigest().isEmpty()) {
      written.imageDigest(sight.imageDigest());
    }
    sight.exitCode().ifPresent(written::exitCode);
    sight.failure().map(StopWords::reason).ifPresent(written::reason);
  }

  private static String status(ContainerSight.State state) {
    return switch (state) {
      case PENDING, CREATED -> "PENDING";
      case RUNNING -> "RUNNING";
      case STOPPED -> "STOPPED";
    };
  }

  private static String health(ContainerSight.Health health) {
    return switch (health) {
      case UNCHECKED, STARTING -> "UNKNOWN";
      case HEALTHY -> "HEALTHY";
      case UNHEALTHY -> "UNHEALTHY";
    };
  }

  /** A task is as healthy as the least healthy of its essential containers that have a check. */
  private static String health(Task task, List<ContainerDefinition> containers) {
    List<String> checked =
        containers.stream()
            .filter(container -> !Boolean.FALSE.equals(container.essential()))
            .filter(ContainerRules::hasCheck)
            .map(container -> sight(task, container.name()))
            .map(sight -> sight.map(seen -> health(seen.health())).orElse("UNKNOWN"))
            .toList();
    if (checked.contains("UNHEALTHY")) {
      return "UNHEALTHY";
    }
    return checked.isEmpty() || checked.contains("UNKNOWN") ? "UNKNOWN" : "HEALTHY";
  }

  private static NetworkBinding binding(ContainerSight.PortBinding port) {
    return NetworkBinding.builder()
        .bindIP(port.address())
        .containerPort(port.containerPort())
        .hostPort(port.hostPort().number())
        .protocol(port.hostPort().protocol().name().toLowerCase(Locale.ROOT))
        .build();
  }

  private static Optional<ContainerSight> sight(Task task, String name) {
    return task.sighting().containers().stream()
        .filter(container -> container.name().equals(name))
        .findFirst();
  }

  /** The same for ever for a container of a task, without being stored. */
  private static String containerId(Task task, String name) {
    return UUID.nameUUIDFromBytes((task.id().text() + "/" + name).getBytes(UTF_8)).toString();
  }

  /** Every container is named, whether something of it is overridden or not. */
  private static TaskOverride overrides(List<ContainerDefinition> containers, TaskOverride given) {
    List<ContainerOverride> all =
        containers.stream()
            .map(container ->
                given.containerOverrides().stream()
                    .filter(override -> container.name().equals(override.name()))
                    .findFirst()
                    .orElse(ContainerOverride.builder().name(container.name()).build()))
            .toList();
    return given.toBuilder()
        .containerOverrides(all)
        .inferenceAcceleratorOverrides(List.of())
        .build();
  }
}
