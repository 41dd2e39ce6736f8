package io.berth.agent.journal;

import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.ContainerStatus.Failure;
import io.berth.agent.model.ContainerStatus.FailureKind;
import io.berth.agent.model.ContainerStatus.Health;
import io.berth.agent.model.ContainerStatus.State;
import io.berth.proto.agent.ContainerFailure;
import io.berth.proto.agent.ContainerFailureKind;
import io.berth.proto.agent.ContainerHealth;
import io.berth.proto.agent.ContainerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Statuses of containers as messages, in both directions. */
final class ContainerStatusWire {
  private ContainerStatusWire() {}

  static ContainerStatus read(io.berth.proto.agent.ContainerStatus message)
      throws MalformedException {
    return Wire.checked(() ->
        new ContainerStatus(
            message.getName(),
            state(message.getState()),
            message.hasEngineId()
                ? Optional.of(new ContainerId(message.getEngineId()))
                : Optional.empty(),
            health(message.getHealth()),
            message.hasExitCode() ? OptionalInt.of(message.getExitCode()) : OptionalInt.empty(),
            ports(message.getPortsList()),
            message.hasFailure() ? Optional.of(failure(message.getFailure())) : Optional.empty(),
            message.getRestartCount(),
            Wire.optional(message.hasImageDigest(), message.getImageDigest()),
            Wire.instant(message.hasCreatedAt(), message.getCreatedAt()),
            Wire.instant(message.hasStartedAt(), message.getStartedAt()),
            Wire.instant(message.hasFinishedAt(), message.getFinishedAt())));
  }

  static io.berth.proto.agent.ContainerStatus write(ContainerStatus status) {
    var message =
        io.berth.proto.agent.ContainerStatus.newBuilder()
            .setName(status.name())
            .setState(state(status.state()))
            .setHealth(health(status.health()))
            .setRestartCount(status.restartCount());
    status.engineId().map(ContainerId::text).ifPresent(message::setEngineId);
    status.exitCode().ifPresent(message::setExitCode);
    status.ports().stream().map(ContainerStatusWire::port).forEach(message::addPorts);
    status.failure().map(ContainerStatusWire::failure).ifPresent(message::setFailure);
    status.imageDigest().ifPresent(message::setImageDigest);
    status.createdAt().map(Wire::timestamp).ifPresent(message::setCreatedAt);
    status.startedAt().map(Wire::timestamp).ifPresent(message::setStartedAt);
    status.finishedAt().map(Wire::timestamp).ifPresent(message::setFinishedAt);
    return message.build();
  }

  private static List<BoundPort> ports(List<io.berth.proto.agent.BoundPort> messages)
      throws MalformedException {
    var ports = new ArrayList<BoundPort>();
    for (var one : messages) {
      ports.add(
          new BoundPort(
              one.getContainerPort(),
              one.getHostPort(),
              Wire.protocol(one.getProtocol()),
              one.getHostAddress()));
    }
    return ports;
  }

  private static io.berth.proto.agent.BoundPort port(BoundPort port) {
    return io.berth.proto.agent.BoundPort.newBuilder()
        .setContainerPort(port.containerPort())
        .setHostPort(port.hostPort())
        .setProtocol(Wire.protocol(port.protocol()))
        .setHostAddress(port.hostAddress())
        .build();
  }

  private static State state(ContainerState state) throws MalformedException {
    return switch (state) {
      case CONTAINER_STATE_PENDING -> State.PENDING;
      case CONTAINER_STATE_CREATED -> State.CREATED;
      case CONTAINER_STATE_RUNNING -> State.RUNNING;
      case CONTAINER_STATE_STOPPED -> State.STOPPED;
      case CONTAINER_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException("the state of a container is not known");
    };
  }

  private static ContainerState state(State state) {
    return switch (state) {
      case PENDING -> ContainerState.CONTAINER_STATE_PENDING;
      case CREATED -> ContainerState.CONTAINER_STATE_CREATED;
      case RUNNING -> ContainerState.CONTAINER_STATE_RUNNING;
      case STOPPED -> ContainerState.CONTAINER_STATE_STOPPED;
    };
  }

  private static Health health(ContainerHealth health) throws MalformedException {
    return switch (health) {
      case CONTAINER_HEALTH_UNSPECIFIED -> Health.NONE;
      case CONTAINER_HEALTH_STARTING -> Health.STARTING;
      case CONTAINER_HEALTH_HEALTHY -> Health.HEALTHY;
      case CONTAINER_HEALTH_UNHEALTHY -> Health.UNHEALTHY;
      case UNRECOGNIZED -> throw new MalformedException("the health of a container is not known");
    };
  }

  private static ContainerHealth health(Health health) {
    return switch (health) {
      case NONE -> ContainerHealth.CONTAINER_HEALTH_UNSPECIFIED;
      case STARTING -> ContainerHealth.CONTAINER_HEALTH_STARTING;
      case HEALTHY -> ContainerHealth.CONTAINER_HEALTH_HEALTHY;
      case UNHEALTHY -> ContainerHealth.CONTAINER_HEALTH_UNHEALTHY;
    };
  }

  private static Failure failure(ContainerFailure message) throws MalformedException {
    FailureKind kind =
        switch (message.getKind()) {
          case CONTAINER_FAILURE_KIND_PULL -> FailureKind.PULL;
          case CONTAINER_FAILURE_KIND_PULL_DENIED -> FailureKind.PULL_DENIED;
          case CONTAINER_FAILURE_KIND_VOLUME -> FailureKind.VOLUME;
          case CONTAINER_FAILURE_KIND_CREATE -> FailureKind.CREATE;
          case CONTAINER_FAILURE_KIND_PORT -> FailureKind.PORT;
          case CONTAINER_FAILURE_KIND_START -> FailureKind.START;
          case CONTAINER_FAILURE_KIND_DEPENDENCY -> FailureKind.DEPENDENCY;
          case CONTAINER_FAILURE_KIND_OUT_OF_MEMORY -> FailureKind.OUT_OF_MEMORY;
          case CONTAINER_FAILURE_KIND_STOP -> FailureKind.STOP;
          case CONTAINER_FAILURE_KIND_VANISHED -> FailureKind.VANISHED;
          case CONTAINER_FAILURE_KIND_ENGINE_TIMEOUT -> FailureKind.ENGINE_TIMEOUT;
          case CONTAINER_FAILURE_KIND_UNSPECIFIED, UNRECOGNIZED ->
              throw new MalformedException("the failure of a container is not known");
        };
    return new Failure(kind, message.getSentence());
  }

  private static ContainerFailure failure(Failure failure) {
    ContainerFailureKind kind =
        switch (failure.kind()) {
          case PULL -> ContainerFailureKind.CONTAINER_FAILURE_KIND_PULL;
          case PULL_DENIED -> ContainerFailureKind.CONTAINER_FAILURE_KIND_PULL_DENIED;
          case VOLUME -> ContainerFailureKind.CONTAINER_FAILURE_KIND_VOLUME;
          case CREATE -> ContainerFailureKind.CONTAINER_FAILURE_KIND_CREATE;
          case PORT -> ContainerFailureKind.CONTAINER_FAILURE_KIND_PORT;
          case START -> ContainerFailureKind.CONTAINER_FAILURE_KIND_START;
          case DEPENDENCY -> ContainerFailureKind.CONTAINER_FAILURE_KIND_DEPENDENCY;
          case OUT_OF_MEMORY -> ContainerFailureKind.CONTAINER_FAILURE_KIND_OUT_OF_MEMORY;
          case STOP -> ContainerFailureKind.CONTAINER_FAILURE_KIND_STOP;
          case VANISHED -> ContainerFailureKind.CONTAINER_FAILURE_KIND_VANISHED;
          case ENGINE_TIMEOUT -> ContainerFailureKind.CONTAINER_FAILURE_KIND_ENGINE_TIMEOUT;
        };
    return ContainerFailure.newBuilder().setKind(kind).setSentence(failure.sentence()).build();
  }
}
