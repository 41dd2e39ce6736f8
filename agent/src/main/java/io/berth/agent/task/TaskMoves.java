package io.berth.agent.task;

import io.berth.agent.model.Assignment.Desired;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.ContainerStatus.Failure;
import io.berth.agent.model.ContainerStatus.FailureKind;
import io.berth.agent.model.ContainerStatus.State;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.model.TaskStatus.Stop;
import io.berth.agent.model.TaskStatus.StopCause;
import io.berth.agent.model.TaskStatus.Times;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Moves a task's status to what is desired and what the engine shows: containers first, then the
 * first reason to stop, then the phase as the least of its containers. Forward only.
 */
final class TaskMoves {
  private TaskMoves() {}

  static TaskMemory judge(TaskMemory memory, Instant now) {
    TaskMemory told = stoppedFromOutside(memory, now);
    boolean mayRestart = !told.isStopping();
    List<ContainerStatus> seen =
        told.status().containers().stream()
            .map(container -> ContainerMoves.seen(told, container, mayRestart))
            .toList();
    TaskMemory looked = told.at(told.status().holding(seen));
    TaskMemory waited = lostDependencies(looked, now);
    TaskMemory judged = stoppedFromInside(waited, now);
    return phased(judged.isStopping() ? settled(judged) : judged, now);
  }

  // -------------------------------------------------------------------------- reasons to stop

  private static TaskMemory stoppedFromOutside(TaskMemory memory, Instant now) {
    if (memory.marks().refusal().isPresent() && memory.status().phase() == TaskPhase.ACCEPTED) {
      return stop(memory, StopCause.ASSIGNMENT_REFUSED, memory.marks().refusal().get(), now);
    }
    if (memory.assignment().desired() == Desired.STOP) {
      // The scheduler knows why.
      return stop(memory, StopCause.DESIRED, "", now);
    }
    return memory.isSingleton() && memory.marks().leaseEnded()
        ? stop(memory, StopCause.LEASE_ENDED, "The host's lease ended", now)
        : memory;
  }

  private static TaskMemory stoppedFromInside(TaskMemory memory, Instant now) {
    List<ContainerStatus> ended =
        memory.status().containers().stream()
            .filter(container -> container.state() == State.STOPPED)
            .toList();
    if (memory.isKnownByLabelsAlone()) {
      return unclaimedEnd(memory, now);
    }
    Optional<ContainerStatus> first =
        ended.stream()
            .filter(container -> ContainerMoves.isEssential(memory, container))
            .min(Comparator.comparing(container -> ContainerMoves.endOf(container, now)));
    return first
        .map(container -> {
          TaskMemory stopping =
              container.hasRun()
                  ? stop(
                      memory, StopCause.ESSENTIAL_EXITED, "Essential container in task exited", now)
                  : stop(memory, StopCause.FAILED_TO_START, "Task failed to start", now);
          return container.hasRun()
              ? timed(
                  stopping,
                  stopping.status().times().executionStopped(ContainerMoves.endOf(container, now)))
              : stopping;
        })
        .orElse(memory);
  }

  /** Nobody knows the task and nothing of it runs, so there is nothing to wait for. */
  private static TaskMemory unclaimedEnd(TaskMemory memory, Instant now) {
    List<ContainerStatus> containers = memory.status().containers();
    boolean over =
        memory.status().unclaimed()
            && containers.stream()
                .allMatch(container -> ContainerMoves.isAtRest(memory, container.name()));
    if (!over) {
      return memory;
    }
    return containers.stream().anyMatch(ContainerStatus::hasRun)
        ? stop(memory, StopCause.ESSENTIAL_EXITED, "Nothing of the task runs any more", now)
        : stop(memory, StopCause.FAILED_TO_START, "Task failed to start", now);
  }

  private static TaskMemory lostDependencies(TaskMemory memory, Instant now) {
    if (memory.isStopping()) {
      return memory;
    }
    TaskMemory result = memory;
    for (ContainerStatus container : memory.status().containers()) {
      Optional<String> sentence =
          container.state() == State.STOPPED || container.hasRun()
              ? Optional.empty()
              : memory
                  .plan(container.name())
                  .flatMap(plan -> Dependencies.impossible(memory, plan, now));
      if (sentence.isPresent()) {
        var failure = new Failure(FailureKind.DEPENDENCY, sentence.get());
        result =
            stop(
                result.status(container.name(), one -> one.failed(failure)),
                StopCause.FAILED_TO_START,
                "Task failed to start",
                now);
      }
    }
    return result;
  }

  private static TaskMemory stop(TaskMemory memory, StopCause cause, String why, Instant now) {
    if (memory.isStopping()) {
      return memory;
    }
    TaskStatus status = memory.status().stopping(new Stop(cause, why));
    return memory.at(status.at(status.times().stopping(now)));
  }

  private static TaskMemory timed(TaskMemory memory, Times times) {
    return memory.at(memory.status().at(times));
  }

  // -------------------------------------------------------------------------- containers and phase

  /** In a task that stops, what does not run never will. */
  private static TaskMemory settled(TaskMemory memory) {
    List<ContainerStatus> settled =
        memory.status().containers().stream()
            .map(container ->
                ContainerMoves.isAtRest(memory, container.name())
                    ? container.at(State.STOPPED)
                    : container)
            .toList();
    return memory.at(memory.status().holding(settled));
  }

  private static TaskMemory phased(TaskMemory memory, Instant now) {
    TaskPhase phase = memory.isStopping() ? ending(memory) : living(memory);
    TaskStatus status = memory.status().reached(phase);
    return switch (status.phase()) {
      case ACCEPTED, PULLING, CREATING, STARTING -> memory.at(status);
      case RUNNING -> memory.at(status.at(ranBriefly(status, now).started(now)));
      case STOPPING -> memory.at(status.at(ranBriefly(status, now)));
      case STOPPED -> memory.at(status.at(ranBriefly(status, now).stopped(now)));
    };
  }

  /** When all have been started, the task did run, even if nobody looked in between. */
  private static Times ranBriefly(TaskStatus status, Instant now) {
    boolean all = status.containers().stream().allMatch(ContainerStatus::hasRun);
    return all && !status.containers().isEmpty()
        ? status
            .times()
            .started(
                status.containers().stream()
                    .flatMap(container -> container.startedAt().stream())
                    .max(Comparator.naturalOrder())
                    .orElse(now))
        : status.times();
  }

  private static TaskPhase ending(TaskMemory memory) {
    boolean picking = memory.underWay().stream().anyMatch(Step.PickPorts.class::isInstance);
    boolean over =
        !picking
            && memory.status().containers().stream()
                .allMatch(container ->
                    container.state() == State.STOPPED
                        && ContainerMoves.isAtRest(memory, container.name()));
    return over ? TaskPhase.STOPPED : TaskPhase.STOPPING;
  }

  private static TaskPhase living(TaskMemory memory) {
    return memory.status().containers().stream()
        .map(container -> living(memory, container))
        .min(Comparator.naturalOrder())
        .filter(_ -> !isPartOnly(memory))
        .orElse(memory.status().phase());
  }

  private static TaskPhase living(TaskMemory memory, ContainerStatus container) {
    return switch (container.state()) {
      case RUNNING, STOPPED -> TaskPhase.RUNNING;
      case CREATED -> TaskPhase.STARTING;
      case PENDING -> {
        if (memory.container(container.name()).hasImage()) {
          yield TaskPhase.CREATING;
        }
        yield memory.status().times().pullStartedAt().isPresent()
            ? TaskPhase.PULLING
            : TaskPhase.ACCEPTED;
      }
    };
  }

  /** By labels alone, a task whose containers are not all there may have just begun. */
  private static boolean isPartOnly(TaskMemory memory) {
    if (!memory.isKnownByLabelsAlone()) {
      return false;
    }
    long wanted =
        memory.status().containers().stream()
            .flatMap(container -> labelledCount(memory, container).stream())
            .findFirst()
            .orElse(Long.MAX_VALUE);
    return memory.status().containers().size() < wanted;
  }

  private static Optional<Long> labelledCount(TaskMemory memory, ContainerStatus container) {
    return memory.container(container.name()).sight() instanceof Sight.Made made
        ? made.details()
            .map(details -> TaskLabels.containers(details.allLabels()).orElse(Long.MAX_VALUE))
        : Optional.empty();
  }

  /** The plan's containers that a task still has to make or start. */
  static boolean isWanted(ContainerPlan plan, TaskMemory memory) {
    return memory
        .status()
        .container(plan.name())
        .filter(status -> status.state() != State.STOPPED)
        .isPresent();
  }
}
