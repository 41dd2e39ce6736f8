package io.berth.scheduler.lifecycle;

import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.StopCause.Code;
import java.util.Optional;

/** Why tasks and containers end, in the words that users of ECS know. */
public final class StopWords {
  private static final int LONGEST = 1_024;

  private StopWords() {}

  /** The cause when a host ends a task that nobody wanted to end. */
  static StopCause causeBy(Sighting sighting) {
    Sighting.Cause cause =
        sighting.end().map(Sighting.End::cause).orElse(Sighting.Cause.FAILED_TO_START);
    return switch (cause) {
      case ESSENTIAL_EXITED ->
          new StopCause(Code.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited");
      case FAILED_TO_START ->
          new StopCause(
              Code.TASK_FAILED_TO_START, failure(sighting).orElse("Task failed to start"));
      case REFUSED ->
          new StopCause(Code.TASK_FAILED_TO_START, sentence(sighting, "Its host refused the task"));
      case LEASE_ENDED ->
          new StopCause(
              Code.TERMINATION_NOTICE,
              "Its host was cut off for longer than the only copy of a service may be");
      case WANTED -> new StopCause(Code.USER_INITIATED, "Task stopped by user");
    };
  }

  /** What went wrong with a container, as ECS says it: the error's name and its detail. */
  public static String reason(ContainerSight.Failure failure) {
    String words = failure.sentence().isEmpty() ? "no detail is known" : failure.sentence();
    String reason = errorName(failure.kind()) + ": " + words;
    return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST);
  }

  private static String errorName(ContainerSight.Kind kind) {
    return switch (kind) {
      case UNKNOWN -> "ContainerRuntimeError";
      case PULL -> "CannotPullContainerError";
      case PULL_DENIED -> "CannotPullContainerAuthError";
      case VOLUME -> "CannotCreateVolumeError";
      case CREATE -> "CannotCreateContainerError";
      case PORT, START -> "CannotStartContainerError";
      case DEPENDENCY -> "TaskDependencyError";
      case OUT_OF_MEMORY -> "OutOfMemoryError";
      case STOP -> "CannotStopContainerError";
      case VANISHED -> "ContainerVanishedError";
      case ENGINE_TIMEOUT -> "DockerTimeoutError";
    };
  }

  private static Optional<String> failure(Sighting sighting) {
    return sighting.containers().stream()
        .flatMap(container -> container.failure().stream())
        .map(StopWords::reason)
        .findFirst();
  }

  private static String sentence(Sighting sighting, String otherwise) {
    return sighting
        .end()
        .map(Sighting.End::sentence)
        .filter(words -> !words.isEmpty())
        .orElse(otherwise);
  }
}
