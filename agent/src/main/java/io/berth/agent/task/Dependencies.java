package io.berth.agent.task;

import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.ContainerStatus.Health;
import io.berth.agent.model.ContainerStatus.State;
import io.berth.agent.model.LifecyclePlan.Dependency;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Judges what containers wait for before they start, and whom they wait for before they stop. */
final class Dependencies {
  private Dependencies() {}

  /** How one dependency stands. */
  enum Standing {
    MET,
    OPEN,
    /** It can never be met any more. */
    LOST,
    /** It was not met within the start timeout of the container that is depended upon. */
    LATE
  }

  /** Why a container that has never run never will, if so. */
  static Optional<String> impossible(TaskMemory memory, ContainerPlan waiting, Instant now) {
    return waiting.lifecycle().dependsOn().stream()
        .flatMap(
            dependency -> sentence(waiting, dependency, standing(memory, dependency, now)).stream())
        .findFirst();
  }

  private static Optional<String> sentence(
      ContainerPlan waiting, Dependency dependency, Standing standing) {
    return switch (standing) {
      case MET, OPEN -> Optional.empty();
      case LOST ->
          Optional.of(
              "dependency graph: container ordering dependency [%s] for container [%s] did not %s"
                  .formatted(dependency.containerName(), waiting.name(), wanted(dependency)));
      case LATE ->
          Optional.of(
              "dependency graph: container ordering dependency [%s] for container [%s] timed out"
                  .formatted(dependency.containerName(), waiting.name()));
    };
  }

  private static String wanted(Dependency dependency) {
    return switch (dependency.condition()) {
      case START -> "start";
      case COMPLETE -> "run and exit";
      case SUCCESS -> "exit successfully";
      case HEALTHY -> "become healthy";
    };
  }

  /**
   * Whether a container may start. One that has run before and starts again waits only for those
   * that are to start again, too: what has ended for good held once and is not asked again.
   */
  static boolean allowStart(
      TaskMemory memory, ContainerPlan plan, ContainerStatus status, Instant now) {
    return plan.lifecycle().dependsOn().stream()
        .allMatch(dependency ->
            standing(memory, dependency, now) == Standing.MET
                || (status.hasRun() && !isComing(memory, dependency)));
  }

  private static boolean isComing(TaskMemory memory, Dependency dependency) {
    return memory
        .status()
        .container(dependency.containerName())
        .map(Dependencies::isComing)
        .orElse(false);
  }

  private static boolean isComing(ContainerStatus status) {
    return switch (status.state()) {
      case PENDING, CREATED -> true;
      case RUNNING -> status.health() == Health.STARTING;
      case STOPPED -> false;
    };
  }

  private static Standing standing(TaskMemory memory, Dependency dependency, Instant now) {
    ContainerStatus status = memory.status().container(dependency.containerName()).orElseThrow();
    Standing standing = standing(dependency, status);
    return standing == Standing.OPEN && isLate(memory, status, now) ? Standing.LATE : standing;
  }

  private static Standing standing(Dependency dependency, ContainerStatus status) {
    boolean stopped = status.state() == State.STOPPED;
    Standing unmet = stopped ? Standing.LOST : Standing.OPEN;
    boolean met =
        switch (dependency.condition()) {
          // Also when it has ended since; but an owed start after the host's end is not yet one.
          case START -> status.hasRun() && status.state() != State.CREATED;
          case COMPLETE -> stopped && status.hasRun();
          case SUCCESS -> stopped && status.exitCode().orElse(1) == 0;
          case HEALTHY -> status.state() == State.RUNNING && status.health() == Health.HEALTHY;
        };
    return met ? Standing.MET : unmet;
  }

  private static boolean isLate(TaskMemory memory, ContainerStatus status, Instant now) {
    return deadline(memory, status).filter(end -> !now.isBefore(end)).isPresent();
  }

  /** When the start timeout of a container ends that others wait for; nothing without one. */
  static Optional<Instant> deadline(TaskMemory memory, ContainerStatus status) {
    if (status.state() != State.RUNNING) {
      return Optional.empty();
    }
    return memory
        .plan(status.name())
        .flatMap(plan -> plan.lifecycle().startTimeout())
        .flatMap(timeout -> status.startedAt().map(started -> started.plus(timeout)));
  }

  /** Whether all that depend on the container have ended, so that it may be stopped. */
  static boolean allowStop(TaskMemory memory, String container) {
    List<ContainerPlan> plans =
        memory.assignment().plan().map(plan -> plan.containers()).orElse(List.of());
    return plans.stream()
        .filter(plan ->
            plan.lifecycle().dependsOn().stream()
                .anyMatch(one -> Objects.equals(one.containerName(), container)))
        .flatMap(plan -> memory.status().container(plan.name()).stream())
        .allMatch(dependent -> dependent.state() == State.STOPPED);
  }
}
