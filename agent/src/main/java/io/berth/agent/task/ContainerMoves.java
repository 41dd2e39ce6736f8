package io.berth.agent.task;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.ContainerStatus.Failure;
import io.berth.agent.model.ContainerStatus.FailureKind;
import io.berth.agent.model.ContainerStatus.Health;
import io.berth.agent.model.ContainerStatus.State;
import io.berth.agent.model.LifecyclePlan.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Moves one container's status to what the engine shows of it.
 *
 * <p>A run is named by the time at which the engine says it started. A made container that has
 * ended owes a start as long as that run is the one in its status: the run is accounted for, by a
 * restart policy or by the end of the host. A run with another time is a new one, and its end is an
 * end. So no run is answered twice, whenever the agent dies.
 */
final class ContainerMoves {
  private ContainerMoves() {}

  static ContainerStatus seen(TaskMemory memory, ContainerStatus was, boolean mayRestart) {
    if (was.state() == State.STOPPED) {
      return was;
    }
    return switch (memory.container(was.name()).sight()) {
      case Sight.Unsearched _ -> was;
      case Sight.Absent _ -> absent(was);
      case Sight.Made(var id, Optional<ContainerDetails> details, _) -> {
        ContainerStatus known = was.known(id);
        yield details.map(one -> made(memory, known, one, mayRestart)).orElse(known);
      }
    };
  }

  private static ContainerStatus absent(ContainerStatus was) {
    if (was.hasRun()) {
      return vanished(was);
    }
    return was.engineId().isPresent() ? was.unmade() : was;
  }

  private static ContainerStatus vanished(ContainerStatus was) {
    return was.failed(new Failure(FailureKind.VANISHED, "The container is gone from the engine"))
        .at(State.STOPPED);
  }

  private static ContainerStatus made(
      TaskMemory memory, ContainerStatus was, ContainerDetails details, boolean mayRestart) {
    Health health =
        memory.plan(was.name()).filter(plan -> plan.lifecycle().healthCheck().isPresent()).isEmpty()
            ? Health.NONE
            : details.health();
    return switch (details.state()) {
      case CREATED -> was.lives(details.createdAt(), was.startedAt(), health).at(State.CREATED);
      case RUNNING -> running(was.lives(details.createdAt(), details.startedAt(), health), details);
      case ENDED ->
          owesStart(was, details)
              ? was.lives(details.createdAt(), was.startedAt(), health)
              : ended(
                  memory,
                  was.lives(details.createdAt(), details.startedAt(), health),
                  details,
                  mayRestart);
      // It will be gone soon; what has run does not come back.
      case REMOVING -> was.hasRun() ? vanished(was) : was;
    };
  }

  private static ContainerStatus running(ContainerStatus was, ContainerDetails details) {
    ContainerStatus bound = was.ports().isEmpty() ? was.bound(details.ports()) : was;
    return bound.at(State.RUNNING);
  }

  /** The run that has ended is already answered, and the next one has not begun. */
  static boolean owesStart(ContainerStatus status, ContainerDetails details) {
    return status.state() == State.CREATED
        && status.hasRun()
        && status.startedAt().equals(details.startedAt());
  }

  private static ContainerStatus ended(
      TaskMemory memory, ContainerStatus was, ContainerDetails details, boolean mayRestart) {
    ContainerStatus ended = was.ended(details.exitCode(), details.finishedAt());
    boolean restarts =
        mayRestart
            && memory
                .plan(was.name())
                .flatMap(plan -> plan.lifecycle().restartPolicy())
                .filter(policy -> restarts(policy, details))
                .isPresent();
    if (restarts) {
      return ended.restarted();
    }
    ContainerStatus stopped = ended.at(State.STOPPED);
    return details.outOfMemory()
        ? stopped.failed(
            new Failure(FailureKind.OUT_OF_MEMORY, "Container killed due to memory usage"))
        : stopped;
  }

  private static boolean restarts(RestartPolicy policy, ContainerDetails details) {
    if (details.exitCode().isEmpty()
        || policy.ignoredExitCodes().contains(details.exitCode().getAsInt())) {
      return false;
    }
    Optional<Duration> ran =
        details
            .startedAt()
            .flatMap(start -> details.finishedAt().map(end -> Duration.between(start, end)));
    return ran.filter(one -> one.compareTo(policy.attemptPeriod()) >= 0).isPresent();
  }

  /** The run that the engine shows has ended together with the host, so it is to start again. */
  static ContainerStatus endedWithHost(ContainerStatus was, ContainerDetails details) {
    return was.state() == State.STOPPED
        ? was
        : was.known(details.id())
            .lives(details.createdAt(), details.startedAt(), Health.NONE)
            .ended(details.exitCode(), details.finishedAt())
            .at(State.CREATED);
  }

  /** Without a restart or a start under way: nothing of it runs, and with a stop nothing will. */
  static boolean isAtRest(TaskMemory memory, String container) {
    boolean changing =
        memory.underWay().stream()
            .filter(step -> step.subject().equals(container))
            .anyMatch(step -> !(step instanceof Step.Pull || step instanceof Step.FindImage));
    return !changing
        && switch (memory.container(container).sight()) {
          case Sight.Unsearched _ -> false;
          case Sight.Absent _ -> true;
          case Sight.Made made ->
              made.current() && made.details().isPresent() && !made.is(ContainerState.RUNNING);
        };
  }

  static boolean isEssential(TaskMemory memory, ContainerStatus container) {
    return memory.plan(container.name()).filter(ContainerPlan::isEssential).isPresent();
  }

  static Instant endOf(ContainerStatus container, Instant now) {
    return container.finishedAt().orElse(now);
  }
}
