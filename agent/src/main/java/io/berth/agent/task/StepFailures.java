package io.berth.agent.task;

import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.ContainerStatus.Failure;
import io.berth.agent.model.ContainerStatus.FailureKind;
import io.berth.agent.model.ContainerStatus.State;
import io.berth.agent.task.TaskMemory.Tries;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges failed steps: an engine that is away is waited for without end, a temporary failure is
 * tried again a bounded number of times, anything else fails the container. Where nobody knows
 * whether a call took effect, the container is looked for again. Stops and clean-up never give up.
 */
final class StepFailures {
  /** Tries of one kind in a row, the first one included. */
  static final int MOST_TRIES = 5;

  private StepFailures() {}

  static TaskMemory failed(
      TaskMemory memory, Step.Blocking step, Outcome.Failed failed, Instant now) {
    TaskMemory unsure = unsure(memory, step, failed.kind());
    if (isEngineAway(failed.kind())) {
      // Nothing that the task did: not counted, however long it takes.
      int failures = memory.failures(step.subject());
      Instant again = Backoff.OF_ENGINE_CALLS.next(1, now);
      return unsure.tried(step.subject(), Optional.of(new Tries(failures, again)));
    }
    int failures = memory.failures(step.subject()) + 1;
    TaskMemory counted = unsure.tried(step.subject(), Optional.of(tries(failures, now)));
    boolean hopeless = !failed.temporary() && !isMended(step, failed.kind());
    return hopeless || failures >= MOST_TRIES
        ? givenUp(counted, step, failed, now)
        : mended(counted, step, failed.kind(), now);
  }

  private static Tries tries(int failures, Instant now) {
    return new Tries(failures, Backoff.OF_ENGINE_CALLS.next(failures, now));
  }

  private static boolean isEngineAway(Kind kind) {
    return switch (kind) {
      case UNAVAILABLE, INTERRUPTED, CLOSED -> true;
      case TIMED_OUT,
          NO_CONTAINER,
          IMAGE_MISSING,
          PULL,
          PULL_DENIED,
          NAME_TAKEN,
          CREATE,
          PORT_TAKEN,
          START,
          STOP,
          REMOVE,
          VOLUME,
          FOREIGN,
          FAULT ->
          false;
    };
  }

  // -------------------------------------------------------------------------- what is now unknown

  private static TaskMemory unsure(TaskMemory memory, Step.Blocking step, Kind kind) {
    return switch (step) {
      case Step.Create(String name, _) ->
          isEngineAway(kind) || kind == Kind.TIMED_OUT || kind == Kind.NAME_TAKEN
              ? memory.container(name, one -> one.seen(new Sight.Unsearched()))
              : memory;
      case Step.Look _, Step.Start _, Step.Stop _, Step.Kill _, Step.Remove _ ->
          kind == Kind.NO_CONTAINER
              ? memory.container(step.subject(), one -> one.seen(new Sight.Absent()))
              : StepResults.outdated(memory, step.subject());
      case Step.Find _,
          Step.FindImage _,
          Step.Pull _,
          Step.MakeVolume _,
          Step.CheckVolume _,
          Step.PickPorts _,
          Step.FindVolumes _,
          Step.RemoveVolume _ ->
          memory;
    };
  }

  /** Whether the next step is another one than the same again. */
  private static boolean isMended(Step.Blocking step, Kind kind) {
    return (step instanceof Step.Create && (kind == Kind.NAME_TAKEN || kind == Kind.IMAGE_MISSING))
        || (step instanceof Step.Start && (kind == Kind.PORT_TAKEN || kind == Kind.NO_CONTAINER));
  }

  private static TaskMemory mended(TaskMemory memory, Step.Blocking step, Kind kind, Instant now) {
    String name = step.subject();
    var atOnce = Optional.of(new Tries(memory.failures(name), now));
    if (step instanceof Step.Create && kind == Kind.IMAGE_MISSING) {
      return memory
          .tried(name, atOnce)
          .container(name, one -> one.with(new ContainerMemory.Missing()));
    }
    if (step instanceof Step.Start && kind == Kind.PORT_TAKEN && mayChangePorts(memory, name)) {
      return memory
          .tried(name, atOnce)
          .container(name, one -> one.makingAnew(true))
          .status(name, one -> one.bound(List.of()));
    }
    return memory;
  }

  /** Ports that were open once are known elsewhere: they stay as long as the task lives. */
  private static boolean mayChangePorts(TaskMemory memory, String name) {
    return memory
        .status()
        .container(name)
        .filter(one -> !one.hasRun() && TaskSteps.dynamicPorts(memory, one).findAny().isPresent())
        .isPresent();
  }

  // -------------------------------------------------------------------------- giving up

  private static TaskMemory givenUp(
      TaskMemory memory, Step.Blocking step, Outcome.Failed failed, Instant now) {
    return switch (step) {
      case Step.Pull(String name, _) ->
          pullGivenUp(
              memory.at(memory.status().at(memory.status().times().pulled(now))), name, failed);
      case Step.FindImage(String name, _, _) ->
          give(memory, name, failure(FailureKind.PULL, failed));
      case Step.MakeVolume(String volume, _) ->
          giveVolume(memory, volume, failure(FailureKind.VOLUME, failed));
      case Step.CheckVolume(String volume, _) ->
          giveVolume(memory, volume, failure(FailureKind.VOLUME, failed));
      case Step.Create(String name, _) -> give(memory, name, failure(FailureKind.CREATE, failed));
      case Step.Start(String name, _) -> give(memory, name, failure(FailureKind.START, failed));
      case Step.Stop(String name, _, _) -> unstoppable(memory, name, failed);
      case Step.Kill(String name, _) -> unstoppable(memory, name, failed);
      case Step.Find _,
          Step.Look _,
          Step.PickPorts _,
          Step.Remove _,
          Step.FindVolumes _,
          Step.RemoveVolume _ ->
          memory;
    };
  }

  private static TaskMemory pullGivenUp(TaskMemory memory, String name, Outcome.Failed failed) {
    Failure failure = failure(FailureKind.PULL, failed);
    boolean fallsBack =
        memory
            .plan(name)
            .filter(plan -> plan.pullBehaviour() == PullBehaviour.PULL_OR_CACHED)
            .isPresent();
    return fallsBack
        ? memory
            .tried(name, Optional.empty())
            .container(name, one -> one.with(new ContainerMemory.PullFailed(failure)))
        : give(memory, name, failure);
  }

  /** It still runs, so it is not stopped; people shall see why. */
  private static TaskMemory unstoppable(TaskMemory memory, String name, Outcome.Failed failed) {
    return memory.failures(name) >= MOST_TRIES
        ? memory.status(name, one -> one.failed(failure(FailureKind.STOP, failed)))
        : memory;
  }

  private static Failure failure(FailureKind usual, Outcome.Failed failed) {
    FailureKind kind =
        switch (failed.kind()) {
          case TIMED_OUT -> FailureKind.ENGINE_TIMEOUT;
          case PULL_DENIED -> FailureKind.PULL_DENIED;
          case PULL -> FailureKind.PULL;
          case VOLUME -> FailureKind.VOLUME;
          case PORT_TAKEN -> FailureKind.PORT;
          case UNAVAILABLE,
              INTERRUPTED,
              CLOSED,
              NO_CONTAINER,
              IMAGE_MISSING,
              NAME_TAKEN,
              CREATE,
              START,
              STOP,
              REMOVE,
              FOREIGN,
              FAULT ->
              usual;
        };
    return new Failure(kind, failed.detail());
  }

  static TaskMemory give(TaskMemory memory, String name, Failure failure) {
    return memory.status(
        name, one -> one.state() == State.STOPPED ? one : one.failed(failure).at(State.STOPPED));
  }

  private static TaskMemory giveVolume(TaskMemory memory, String volume, Failure failure) {
    TaskMemory result = memory;
    for (ContainerStatus container : memory.status().containers()) {
      boolean mounts =
          memory
              .plan(container.name())
              .filter(plan ->
                  plan.files().mounts().stream()
                      .anyMatch(mount -> mount.volumeName().equals(volume)))
              .isPresent();
      if (mounts && !container.hasRun()) {
        result = give(result, container.name(), failure);
      }
    }
    return result;
  }

  static TaskMemory noVolume(TaskMemory memory, Step.CheckVolume step) {
    return giveVolume(
        memory,
        step.volume(),
        new Failure(FailureKind.VOLUME, "There is no volume " + step.engineName()));
  }

  static TaskMemory noPort(TaskMemory memory, Step.Blocking step, Instant now) {
    int failures = memory.failures(step.subject()) + 1;
    TaskMemory result = memory.tried(step.subject(), Optional.of(tries(failures, now)));
    if (failures >= MOST_TRIES) {
      var failure = new Failure(FailureKind.PORT, "No dynamic port of the host is free");
      for (Step.PortWish wish : ((Step.PickPorts) step).wishes()) {
        if (wish.fixed().isEmpty()) {
          result = give(result, wish.container(), failure);
        }
      }
    }
    return result;
  }
}
