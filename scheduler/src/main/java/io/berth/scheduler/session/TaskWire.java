package io.berth.scheduler.session;

import io.berth.proto.agent.BoundPort;
import io.berth.proto.agent.ContainerFailure;
import io.berth.proto.agent.ContainerStatus;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.agent.TaskStop;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.peer.Bounds;
import io.berth.scheduler.peer.ContractBrokenException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a host saw of a task, from the wire and held against the contract's limits. */
final class TaskWire {
  private static final int MOST_CONTAINERS = 10;
  private static final int MOST_PORTS = 200;
  private static final int PLAN_HASH_BYTES = 32;

  private TaskWire() {}

  /**
   * What was seen.
   *
   * @param session the stored number of the session that brings it: later ones are newer
   */
  static Sighting sighting(TaskStatus wire, long session) throws ContractBrokenException {
    if (wire.getPlanHash().size() != PLAN_HASH_BYTES) {
      throw new ContractBrokenException("a plan hash has not 32 bytes");
    }
    long sequence = Bounds.range(wire.getSequence(), 1, Long.MAX_VALUE, "a status's sequence");
    Optional<Sighting.End> end =
        wire.hasStop() ? Optional.of(end(wire.getStop())) : Optional.empty();
    return new Sighting(
        phase(wire), new Sighting.Order(session, sequence), containers(wire), end, times(wire));
  }

  private static Sighting.Phase phase(TaskStatus wire) throws ContractBrokenException {
    return switch (wire.getPhase()) {
      case TASK_PHASE_ACCEPTED -> Sighting.Phase.ACCEPTED;
      case TASK_PHASE_PULLING -> Sighting.Phase.PULLING;
      case TASK_PHASE_CREATING -> Sighting.Phase.CREATING;
      case TASK_PHASE_STARTING -> Sighting.Phase.STARTING;
      case TASK_PHASE_RUNNING -> Sighting.Phase.RUNNING;
      case TASK_PHASE_STOPPING -> Sighting.Phase.STOPPING;
      case TASK_PHASE_STOPPED -> Sighting.Phase.STOPPED;
      case TASK_PHASE_UNSPECIFIED, UNRECOGNIZED ->
          throw new ContractBrokenException("a task's phase is unknown");
    };
  }

  private static Sighting.End end(TaskStop wire) throws ContractBrokenException {
    Sighting.Cause cause =
        switch (wire.getCause()) {
          case TASK_STOP_CAUSE_DESIRED -> Sighting.Cause.WANTED;
          case TASK_STOP_CAUSE_ESSENTIAL_EXITED -> Sighting.Cause.ESSENTIAL_EXITED;
          case TASK_STOP_CAUSE_LEASE_ENDED -> Sighting.Cause.LEASE_ENDED;
          case TASK_STOP_CAUSE_ASSIGNMENT_REFUSED -> Sighting.Cause.REFUSED;
          case TASK_STOP_CAUSE_FAILED_TO_START, TASK_STOP_CAUSE_UNSPECIFIED, UNRECOGNIZED ->
              Sighting.Cause.FAILED_TO_START;
        };
    return new Sighting.End(
        cause, Bounds.text(wire.getSentence(), 1_024, "the sentence of a task's end"));
  }

  private static Sighting.Times times(TaskStatus wire) throws ContractBrokenException {
    return new Sighting.Times(
        Bounds.maybe(wire.hasPullStartedAt(), wire.getPullStartedAt(), "pull_started_at"),
        Bounds.maybe(wire.hasPullStoppedAt(), wire.getPullStoppedAt(), "pull_stopped_at"),
        Bounds.maybe(wire.hasStartedAt(), wire.getStartedAt(), "started_at"),
        Bounds.maybe(wire.hasStoppingAt(), wire.getStoppingAt(), "stopping_at"),
        Bounds.maybe(
            wire.hasExecutionStoppedAt(), wire.getExecutionStoppedAt(), "execution_stopped_at"),
        Bounds.maybe(wire.hasStoppedAt(), wire.getStoppedAt(), "stopped_at"));
  }

  private static List<ContainerSight> containers(TaskStatus wire) throws ContractBrokenException {
    Bounds.count(wire.getContainersCount(), MOST_CONTAINERS, "containers of a task");
    List<ContainerSight> containers = new ArrayList<>();
    for (ContainerStatus container : wire.getContainersList()) {
      containers.add(container(container));
    }
    return containers;
  }

  private static ContainerSight container(ContainerStatus wire) throws ContractBrokenException {
    return new ContainerSight(
        Bounds.someText(wire.getName(), 255, "a container's name"),
        state(wire),
        health(wire),
        Bounds.text(wire.getEngineId(), 64, "a container's engine id"),
        Bounds.text(wire.getImageDigest(), 71, "an image's digest"),
        wire.hasExitCode() ? OptionalInt.of(wire.getExitCode()) : OptionalInt.empty(),
        ports(wire),
        wire.hasFailure() ? Optional.of(failure(wire.getFailure())) : Optional.empty(),
        Bounds.range(wire.getRestartCount(), 0, Integer.MAX_VALUE, "a count of restarts"));
  }

  private static ContainerSight.State state(ContainerStatus wire) throws ContractBrokenException {
    return switch (wire.getState()) {
      case CONTAINER_STATE_PENDING -> ContainerSight.State.PENDING;
      case CONTAINER_STATE_CREATED -> ContainerSight.State.CREATED;
      case CONTAINER_STATE_RUNNING -> ContainerSight.State.RUNNING;
      case CONTAINER_STATE_STOPPED -> ContainerSight.State.STOPPED;
      case CONTAINER_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new ContractBrokenException("a container's state is unknown");
    };
  }

  /** A judgement that we do not know is none that we could act on. */
  private static ContainerSight.Health health(ContainerStatus wire) {
    return switch (wire.getHealth()) {
      case CONTAINER_HEALTH_STARTING -> ContainerSight.Health.STARTING;
      case CONTAINER_HEALTH_HEALTHY -> ContainerSight.Health.HEALTHY;
      case CONTAINER_HEALTH_UNHEALTHY -> ContainerSight.Health.UNHEALTHY;
      case CONTAINER_HEALTH_UNSPECIFIED, UNRECOGNIZED -> ContainerSight.Health.UNCHECKED;
    };
  }

  private static List<ContainerSight.PortBinding> ports(ContainerStatus wire)
      throws ContractBrokenException {
    Bounds.count(wire.getPortsCount(), MOST_PORTS, "ports of a container");
    List<ContainerSight.PortBinding> ports = new ArrayList<>();
    for (BoundPort port : wire.getPortsList()) {
      ports.add(
          new ContainerSight.PortBinding(
              Bounds.port(port.getContainerPort(), "a container's port"),
              HostWire.port(port.getHostPort(), port.getProtocol()),
              Bounds.text(port.getHostAddress(), 45, "a port's address")));
    }
    return ports;
  }

  private static ContainerSight.Failure failure(ContainerFailure wire)
      throws ContractBrokenException {
    ContainerSight.Kind kind =
        switch (wire.getKind()) {
          case CONTAINER_FAILURE_KIND_PULL -> ContainerSight.Kind.PULL;
          case CONTAINER_FAILURE_KIND_PULL_DENIED -> ContainerSight.Kind.PULL_DENIED;
          case CONTAINER_FAILURE_KIND_VOLUME -> ContainerSight.Kind.VOLUME;
          case CONTAINER_FAILURE_KIND_CREATE -> ContainerSight.Kind.CREATE;
          case CONTAINER_FAILURE_KIND_PORT -> ContainerSight.Kind.PORT;
          case CONTAINER_FAILURE_KIND_START -> ContainerSight.Kind.START;
          case CONTAINER_FAILURE_KIND_DEPENDENCY -> ContainerSight.Kind.DEPENDENCY;
          case CONTAINER_FAILURE_KIND_OUT_OF_MEMORY -> ContainerSight.Kind.OUT_OF_MEMORY;
          case CONTAINER_FAILURE_KIND_STOP -> ContainerSight.Kind.STOP;
          case CONTAINER_FAILURE_KIND_VANISHED -> ContainerSight.Kind.VANISHED;
          case CONTAINER_FAILURE_KIND_ENGINE_TIMEOUT -> ContainerSight.Kind.ENGINE_TIMEOUT;
          case CONTAINER_FAILURE_KIND_UNSPECIFIED, UNRECOGNIZED -> ContainerSight.Kind.UNKNOWN;
        };
    return new ContainerSight.Failure(
        kind, Bounds.text(wire.getSentence(), 1_024, "the sentence of a container's failure"));
  }
}
