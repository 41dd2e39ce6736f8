package io.berth.scheduler.reconcile;

/** What is known of the health of a task that runs. */
public sealed interface Verdict {

  /** All that judges it says so, or nothing does. */
  record Healthy() implements Verdict {}

  /** Somebody has not judged it yet. */
  record Unjudged() implements Verdict {}

  /** An essential container fails its check. */
  record ContainerFails() implements Verdict {}

  /** A target group says that it cannot be sent requests. */
  record TargetFails(String targetGroup, int port, String reason) implements Verdict {}

  default boolean isFailing() {
    return switch (this) {
      case Healthy(), Unjudged() -> false;
      case ContainerFails(), TargetFails(_, _, _) -> true;
    };
  }
}
