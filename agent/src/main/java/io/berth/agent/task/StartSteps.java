package io.berth.agent.task;

import io.berth.agent.engine.ContainerState;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.ContainerStatus.State;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.NetworkMode;
import io.berth.agent.model.NetworkPlan.PortPlan;
import io.berth.agent.model.TaskPlan;
import io.berth.agent.task.Step.PortWish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What brings the containers of a task up: image, volumes, ports, container, start. */
final class StartSteps {
  private StartSteps() {}

  static List<Step.Blocking> starts(TaskMemory memory, TaskSettings settings, Instant now) {
    TaskPlan plan = memory.assignment().plan().orElseThrow();
    var steps = new ArrayList<Step.Blocking>();
    for (ContainerPlan container : plan.containers()) {
      ContainerStatus status = memory.status().container(container.name()).orElseThrow();
      if (status.state() != State.STOPPED) {
        steps.addAll(next(memory, settings, container, now));
      }
    }
    return steps.stream().distinct().toList();
  }

  private static List<Step.Blocking> next(
      TaskMemory memory, TaskSettings settings, ContainerPlan plan, Instant now) {
    ContainerMemory container = memory.container(plan.name());
    return switch (container.sight()) {
      case Sight.Unsearched _ -> List.of();
      case Sight.Absent _ -> make(memory, settings, plan, container);
      case Sight.Made made -> made.current() ? start(memory, plan, made, now) : List.of();
    };
  }

  private static List<Step.Blocking> make(
      TaskMemory memory, TaskSettings settings, ContainerPlan plan, ContainerMemory container) {
    if (!container.hasImage()) {
      return List.of(image(plan, container.image()));
    }
    List<Step.Blocking> volumes = volumes(memory, settings, plan);
    if (!volumes.isEmpty()) {
      return volumes;
    }
    if (lacksPorts(memory, plan)) {
      return List.of(new Step.PickPorts(wishes(memory)));
    }
    ContainerStatus status = memory.status().container(plan.name()).orElseThrow();
    return TaskSteps.hasPromisedPorts(memory)
        ? List.of(
            new Step.Create(
                plan.name(),
                ContainerSpecs.container(
                    settings.agent(), memory.assignment(), plan, status.ports())))
        : List.of();
  }

  private static Step.Blocking image(ContainerPlan plan, ContainerMemory.Image image) {
    var find = new Step.FindImage(plan.name(), plan.image(), false);
    var pull = new Step.Pull(plan.name(), plan.image());
    return switch (image) {
      case ContainerMemory.Unasked _ ->
          switch (plan.pullBehaviour()) {
            case PULL_OR_CACHED, ALWAYS -> pull;
            case ONCE -> new Step.FindImage(plan.name(), plan.image(), true);
            case PREFER_CACHED -> find;
          };
      case ContainerMemory.Missing _ -> pull;
      case ContainerMemory.PullFailed _ -> find;
      case ContainerMemory.Ready _ -> throw new IllegalStateException("The image is there");
    };
  }

  private static List<Step.Blocking> volumes(
      TaskMemory memory, TaskSettings settings, ContainerPlan plan) {
    TaskPlan task = memory.assignment().plan().orElseThrow();
    return plan.files().mounts().stream()
        .map(mount -> mount.volumeName())
        .distinct()
        .filter(name -> !memory.readyVolumes().contains(name))
        .flatMap(name -> task.volume(name).stream())
        .flatMap(volume ->
            ContainerSpecs.volumeStep(settings.agent(), memory.assignment(), volume).stream())
        .toList();
  }

  private static List<Step.Blocking> start(
      TaskMemory memory, ContainerPlan plan, Sight.Made made, Instant now) {
    ContainerStatus status = memory.status().container(plan.name()).orElseThrow();
    boolean unknownPorts = !status.hasRun() && lacksPorts(memory, plan);
    if (memory.container(plan.name()).makeAnew() || (unknownPorts && isNew(made))) {
      return List.of(new Step.Remove(plan.name(), made.id()));
    }
    boolean startable =
        status.state() == State.CREATED
            && (isNew(made)
                || made.details()
                    .filter(details -> ContainerMoves.owesStart(status, details))
                    .isPresent());
    boolean allowed = !memory.isSingleton() || memory.marks().leaseHeld();
    return startable && allowed && Dependencies.allowStart(memory, plan, status, now)
        ? List.of(new Step.Start(plan.name(), made.id()))
        : List.of();
  }

  private static boolean isNew(Sight.Made made) {
    return made.is(ContainerState.CREATED);
  }

  // -------------------------------------------------------------------------- ports

  private static boolean lacksPorts(TaskMemory memory, ContainerPlan plan) {
    return wantsPorts(memory, plan)
        && memory.status().container(plan.name()).filter(one -> one.ports().isEmpty()).isPresent();
  }

  private static boolean wantsPorts(TaskMemory memory, ContainerPlan plan) {
    boolean network =
        switch (memory.assignment().plan().orElseThrow().networkMode()) {
          case BRIDGE, HOST -> true;
          case NONE -> false;
        };
    return network && !plan.network().ports().isEmpty();
  }

  /** All ports of all containers that have none yet, so that one promise covers them. */
  private static List<PortWish> wishes(TaskMemory memory) {
    TaskPlan task = memory.assignment().plan().orElseThrow();
    return task.containers().stream()
        .filter(plan -> lacksPorts(memory, plan) && TaskMoves.isWanted(plan, memory))
        .flatMap(plan ->
            plan.network().ports().stream()
                .map(port -> wish(task.networkMode(), plan.name(), port)))
        .toList();
  }

  /** The ports of the host that a plan leaves no choice about. */
  static Stream<HostPort> fixedPorts(TaskPlan task) {
    return task.networkMode() == NetworkMode.NONE
        ? Stream.empty()
        : task.containers().stream()
            .flatMap(plan ->
                plan.network().ports().stream()
                    .map(port -> wish(task.networkMode(), plan.name(), port)))
            .flatMap(
                wish -> wish.fixed().map(port -> new HostPort(port, wish.protocol())).stream());
  }

  private static PortWish wish(NetworkMode mode, String container, PortPlan port) {
    Optional<Integer> fixed =
        port.staticHostPort().isPresent()
            ? Optional.of(port.staticHostPort().getAsInt())
            : Optional.empty();
    Optional<Integer> own =
        switch (mode) {
          case HOST -> Optional.of(fixed.orElse(port.containerPort()));
          case BRIDGE, NONE -> fixed;
        };
    return new PortWish(container, port.containerPort(), own, port.protocol());
  }
}
