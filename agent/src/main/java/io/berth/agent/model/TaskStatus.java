package io.berth.agent.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that the agent knows of one task now: a state, not an event, so that a later one makes the
 * earlier one needless. Containers stand in the plan's order.
 */
public record TaskStatus(
    TaskId taskId,
    long sequence,
    TaskPhase phase,
    List<ContainerStatus> containers,
    PlanHash planHash,
    Optional<Stop> stop,
    OptionalLong leaseNumber,
    boolean unclaimed,
    Times times) {

  public TaskStatus {
    Require.between(sequence, 1, Long.MAX_VALUE, "a status' sequence");
    containers = List.copyOf(containers);
  }

  /** When the task reached what; an absent time has not happened yet. */
  public record Times(
      Instant acceptedAt,
      Optional<Instant> pullStartedAt,
      Optional<Instant> pullStoppedAt,
      Optional<Instant> startedAt,
      Optional<Instant> stoppingAt,
      Optional<Instant> executionStoppedAt,
      Optional<Instant> stoppedAt) {

    /** A task whose assignment was just written to the journal. */
    public static Times accepted(Instant now) {
      return new Times(
          now,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /** Why a task stops or has stopped: written once, by the first cause. */
  public record Stop(StopCause cause, String sentence) {}

  /** Why a task stops or has stopped. */
  public enum StopCause {
    /** The desired state says so. */
    DESIRED,
    /** It never reached RUNNING; a container's failure tells more. */
    FAILED_TO_START,
    /** An essential container ended, with any exit code. */
    ESSENTIAL_EXITED,
    /** It is a singleton and the host's lease ended. */
    LEASE_ENDED,
    /** The assignment was not begun: it asks for what this agent does not know or must not do. */
    ASSIGNMENT_REFUSED
  }
}
