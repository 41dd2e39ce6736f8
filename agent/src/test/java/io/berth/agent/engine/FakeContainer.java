package io.berth.agent.engine;

import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.ContainerStatus.Health;
import io.berth.agent.model.NetworkMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One container of a fake engine; used under the lock of its host only. */
final class FakeContainer {

  final ContainerId id;
  final ContainerSpec spec;
  final Map<String, String> labels;
  private final Instant createdAt;
  private ContainerState state = ContainerState.CREATED;
  private OptionalInt exitCode = OptionalInt.empty();
  private boolean outOfMemory;
  private Health health = Health.NONE;
  private Optional<Instant> startedAt = Optional.empty();
  private Optional<Instant> finishedAt = Optional.empty();

  FakeContainer(ContainerId id, ContainerSpec spec, Instant createdAt) {
    this.id = id;
    this.spec = spec;
    this.createdAt = createdAt;
    labels = new HashMap<>(spec.plan().labels());
    labels.putAll(spec.furtherLabels());
    labels.putAll(spec.labels().write());
  }

  boolean isRunning() {
    return state == ContainerState.RUNNING;
  }

  ContainerState state() {
    return state;
  }

  void start(Instant now) {
    state = ContainerState.RUNNING;
    exitCode = OptionalInt.empty();
    outOfMemory = false;
    startedAt = Optional.of(now);
    finishedAt = Optional.empty();
    health = spec.plan().lifecycle().healthCheck().isPresent() ? Health.STARTING : Health.NONE;
  }

  void end(int code, Instant now) {
    state = ContainerState.ENDED;
    exitCode = OptionalInt.of(code);
    finishedAt = Optional.of(now);
  }

  void endOutOfMemory(Instant now) {
    end(137, now);
    outOfMemory = true;
  }

  void judge(Health verdict) {
    health = verdict;
  }

  List<BoundPort> openPorts() {
    return isRunning() && spec.networkMode() == NetworkMode.BRIDGE ? spec.ports() : List.of();
  }

  ContainerDetails details() {
    return new ContainerDetails(
        id,
        spec.engineName(),
        labels,
        state,
        exitCode,
        outOfMemory,
        health,
        "fake:" + spec.plan().image(),
        openPorts(),
        createdAt,
        startedAt,
        finishedAt,
        "");
  }
}
