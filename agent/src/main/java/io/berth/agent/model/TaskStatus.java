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

  /** Nothing done yet for an assignment that is promised since now. */
  public static TaskStatus accepted(Assignment assignment, Instant now) {
    List<ContainerStatus> pending =
        assignment.plan().stream()
            .flatMap(plan -> plan.containers().stream())
            .map(plan -> ContainerStatus.pending(plan.name()))
            .toList();
    return new TaskStatus(
        assignment.taskId(),
        1,
        TaskPhase.ACCEPTED,
        pending,
        assignment.planHash(),
        Optional.empty(),
        assignment.singleton().stream().mapToLong(Singleton::number).findFirst(),
        false,
        Times.accepted(now));
  }

  /** The container of that name, if the task has it. */
  public Optional<ContainerStatus> container(String name) {
    return containers.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** The same under another place in the order of statuses. */
  public TaskStatus numbered(long place) {
    return new TaskStatus(
        taskId, place, phase, containers, planHash, stop, leaseNumber, unclaimed, times);
  }

  /** As far as this, unless it was further already. */
  public TaskStatus reached(TaskPhase further) {
    return new TaskStatus(
        taskId,
        sequence,
        further.compareTo(phase) > 0 ? further : phase,
        containers,
        planHash,
        stop,
        leaseNumber,
        unclaimed,
        times);
  }

  /** Its containers are so now. */
  public TaskStatus holding(List<ContainerStatus> now) {
    return new TaskStatus(
        taskId, sequence, phase, now, planHash, stop, leaseNumber, unclaimed, times);
  }

  /** It stops for this reason, unless an earlier one stands. */
  public TaskStatus stopping(Stop why) {
    return new TaskStatus(
        taskId,
        sequence,
        phase,
        containers,
        planHash,
        stop.or(() -> Optional.of(why)),
        leaseNumber,
        unclaimed,
        times);
  }

  /** Whether the last full sync did not name it. */
  public TaskStatus claimed(boolean named) {
    return new TaskStatus(
        taskId, sequence, phase, containers, planHash, stop, leaseNumber, !named, times);
  }

  /** At these times. */
  public TaskStatus at(Times reached) {
    return new TaskStatus(
        taskId, sequence, phase, containers, planHash, stop, leaseNumber, unclaimed, reached);
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

    /** The first pull begins. */
    public Times pulling(Instant now) {
      return new Times(
          acceptedAt,
          pullStartedAt.or(() -> Optional.of(now)),
          pullStoppedAt,
          startedAt,
          stoppingAt,
          executionStoppedAt,
          stoppedAt);
    }

    /** A pull has ended, and may be the last. */
    public Times pulled(Instant now) {
      return new Times(
          acceptedAt,
          pullStartedAt,
          Optional.of(now),
          startedAt,
          stoppingAt,
          executionStoppedAt,
          stoppedAt);
    }

    /** It runs. */
    public Times started(Instant now) {
      return new Times(
          acceptedAt,
          pullStartedAt,
          pullStoppedAt,
          startedAt.or(() -> Optional.of(now)),
          stoppingAt,
          executionStoppedAt,
          stoppedAt);
    }

    /** It begins to stop. */
    public Times stopping(Instant now) {
      return new Times(
          acceptedAt,
          pullStartedAt,
          pullStoppedAt,
          startedAt,
          stoppingAt.or(() -> Optional.of(now)),
          executionStoppedAt,
          stoppedAt);
    }

    /** An essential container has ended. */
    public Times executionStopped(Instant now) {
      return new Times(
          acceptedAt,
          pullStartedAt,
          pullStoppedAt,
          startedAt,
          stoppingAt,
          executionStoppedAt.or(() -> Optional.of(now)),
          stoppedAt);
    }

    /** All has ended. */
    public Times stopped(Instant now) {
      return new Times(
          acceptedAt,
          pullStartedAt,
          pullStoppedAt,
          startedAt,
          stoppingAt,
          executionStoppedAt,
          stoppedAt.or(() -> Optional.of(now)));
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
