package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.SightedFailure;
import io.berth.proto.state.SightedHealth;
import io.berth.proto.state.SightedState;
import io.berth.proto.state.StoredContainerSight;
import io.berth.proto.state.StoredPortBinding;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.ContainerSight.Health;
import io.berth.scheduler.model.ContainerSight.Kind;
import io.berth.scheduler.model.ContainerSight.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What hosts told of containers, in stored form. */
final class ContainerSights {
  private static final Names<State, SightedState> STATES =
      Names.of(
          State.class,
          Map.of(
              State.PENDING, SightedState.SIGHTED_STATE_PENDING,
              State.CREATED, SightedState.SIGHTED_STATE_CREATED,
              State.RUNNING, SightedState.SIGHTED_STATE_RUNNING,
              State.STOPPED, SightedState.SIGHTED_STATE_STOPPED));

  private static final Names<Health, SightedHealth> HEALTHS =
      Names.of(
          Health.class,
          Map.of(
              Health.UNCHECKED, SightedHealth.SIGHTED_HEALTH_UNSPECIFIED,
              Health.STARTING, SightedHealth.SIGHTED_HEALTH_STARTING,
              Health.HEALTHY, SightedHealth.SIGHTED_HEALTH_HEALTHY,
              Health.UNHEALTHY, SightedHealth.SIGHTED_HEALTH_UNHEALTHY));

  private static final Names<Kind, SightedFailure> FAILURES =
      Names.of(
          Kind.class,
          Map.ofEntries(
              Map.entry(Kind.UNKNOWN, SightedFailure.SIGHTED_FAILURE_UNKNOWN),
              Map.entry(Kind.PULL, SightedFailure.SIGHTED_FAILURE_PULL),
              Map.entry(Kind.PULL_DENIED, SightedFailure.SIGHTED_FAILURE_PULL_DENIED),
              Map.entry(Kind.VOLUME, SightedFailure.SIGHTED_FAILURE_VOLUME),
              Map.entry(Kind.CREATE, SightedFailure.SIGHTED_FAILURE_CREATE),
              Map.entry(Kind.PORT, SightedFailure.SIGHTED_FAILURE_PORT),
              Map.entry(Kind.START, SightedFailure.SIGHTED_FAILURE_START),
              Map.entry(Kind.DEPENDENCY, SightedFailure.SIGHTED_FAILURE_DEPENDENCY),
              Map.entry(Kind.OUT_OF_MEMORY, SightedFailure.SIGHTED_FAILURE_OUT_OF_MEMORY),
              Map.entry(Kind.STOP, SightedFailure.SIGHTED_FAILURE_STOP),
              Map.entry(Kind.VANISHED, SightedFailure.SIGHTED_FAILURE_VANISHED),
              Map.entry(Kind.ENGINE_TIMEOUT, SightedFailure.SIGHTED_FAILURE_ENGINE_TIMEOUT)));

  private ContainerSights() {}

  static StoredContainerSight stored(ContainerSight container) {
    StoredContainerSight.Builder stored =
        StoredContainerSight.newBuilder()
            .setName(container.name())
            .setState(STATES.stored(container.state()))
            .setHealth(HEALTHS.stored(container.health()))
            .setEngineId(container.engineId())
            .setImageDigest(container.imageDigest())
            .setRestartCount(container.restartCount());
    container.exitCode().ifPresent(stored::setExitCode);
    container.ports().stream().map(ContainerSights::stored).forEach(stored::addPorts);
    container
        .failure()
        .ifPresent(failure ->
            stored
                .setFailure(FAILURES.stored(failure.kind()))
                .setFailureSentence(failure.sentence()));
    return stored.build();
  }

  static ContainerSight container(StoredContainerSight stored, Shared shared)
      throws InvalidProtocolBufferException {
    List<ContainerSight.PortBinding> ports = new ArrayList<>(stored.getPortsCount());
    for (StoredPortBinding port : stored.getPortsList()) {
      ports.add(
          new ContainerSight.PortBinding(
              port.getContainerPort(),
              Amounts.port(port.getHostPort()),
              shared.one(port.getAddress())));
    }
    return new ContainerSight(
        shared.one(stored.getName()),
        STATES.model(stored.getState()),
        HEALTHS.model(stored.getHealth()),
        stored.getEngineId(),
        shared.one(stored.getImageDigest()),
        stored.hasExitCode() ? OptionalInt.of(stored.getExitCode()) : OptionalInt.empty(),
        ports,
        failure(stored),
        stored.getRestartCount());
  }

  private static Optional<ContainerSight.Failure> failure(StoredContainerSight stored)
      throws InvalidProtocolBufferException {
    return stored.getFailure() == SightedFailure.SIGHTED_FAILURE_UNSPECIFIED
        ? Optional.empty()
        : Optional.of(
            new ContainerSight.Failure(
                FAILURES.model(stored.getFailure()), stored.getFailureSentence()));
  }

  private static StoredPortBinding stored(ContainerSight.PortBinding port) {
    return StoredPortBinding.newBuilder()
        .setContainerPort(port.containerPort())
        .setHostPort(Amounts.stored(port.hostPort()))
        .setAddress(port.address())
        .build();
  }
}
