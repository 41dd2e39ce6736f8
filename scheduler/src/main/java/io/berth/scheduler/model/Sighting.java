package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The host's half of a task: all that was last told of it. A state, not an event, so that a later
 * one makes the earlier ones needless.
 */
public record Sighting(
    Phase phase, Order order, List<ContainerSight> containers, Optional<End> end, Times times) {

  /** Nothing was told yet. */
  public static final Sighting NONE =
      new Sighting(Phase.UNSEEN, new Order(0, 0), List.of(), Optional.empty(), Times.NONE);

  public Sighting {
    containers = List.copyOf(containers);
  }

  /** Whether it says the same, at whatever time it was said. */
  public boolean isLike(Sighting other) {
    return phase == other.phase
        && containers.equals(other.containers)
        && end.equals(other.end)
        && times.equals(other.times);
  }

  public boolean isAnythingRunning() {
    return containers.stream().anyMatch(one -> one.state() == ContainerSight.State.RUNNING);
  }

  /** How far the task is on its host; it only moves to a later one and may skip some. */
  public enum Phase {
    UNSEEN,
    ACCEPTED,
    PULLING,
    CREATING,
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED
  }

  /**
   * The place of a sighting among those of its task: later sessions of the host come later, and
   * within one the sequence counts.
   */
  public record Order(long session, long sequence) implements Comparable<Order> {
    private static final Comparator<Order> ORDER =
        Comparator.comparingLong(Order::session).thenComparingLong(Order::sequence);

    public Order {
      Require.notNegative(session, "session");
      Require.notNegative(sequence, "sequence");
    }

    public boolean isAfter(Order other) {
      return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Order other) {
      return ORDER.compare(this, other);
    }
  }

  /** Why the host ends the task or has ended it, and a detail for people, which may be empty. */
  public record End(Cause cause, String sentence) {}

  /** Why a host ends a task. */
  public enum Cause {
    /** The scheduler wanted it. */
    WANTED,
    /** It never ran; a container's failure tells more. */
    FAILED_TO_START,
    /** A container that it cannot do without ended by itself. */
    ESSENTIAL_EXITED,
    /** It was the only copy of its service, and the host was cut off for too long. */
    LEASE_ENDED,
    /** The host cannot run it safely and did not begin. */
    REFUSED
  }

  /** When the task reached what, by the host's corrected clock. */
  public record Times(
      Optional<Instant> pullStartedAt,
      Optional<Instant> pullStoppedAt,
      Optional<Instant> startedAt,
      Optional<Instant> stoppingAt,
      Optional<Instant> executionStoppedAt,
      Optional<Instant> stoppedAt) {

    /** Nothing has happened yet. */
    public static final Times NONE =
        new Times(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }
}
