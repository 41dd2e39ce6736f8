package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One run of a task definition on one host; it is replaced, never restarted. It has two halves with
 * one author each: the scheduler writes the wish, reports of the host write the sighting.
 */
public record Task(
    TaskId id,
    ClusterName cluster,
    HostId host,
    TaskOrder order,
    Wish wish,
    Sighting sighting,
    Instant createdAt,
    long version,
    Map<String, String> tags) {

  public Task {
    Require.positive(version, "version");
    tags = Map.copyOf(tags);
  }

  /** How far the task is, for everybody outside: made of both halves. */
  public enum Status {
    PENDING,
    RUNNING,
    /** It runs until it gets no more requests, and ends then. */
    DEACTIVATING,
    /** Its containers are being stopped. */
    STOPPING,
    /** Over for good. */
    STOPPED
  }

  public Status status() {
    if (wish instanceof Wish.Abandoned) {
      return Status.STOPPED;
    }
    return switch (sighting.phase()) {
      case UNSEEN, ACCEPTED, PULLING, CREATING, STARTING -> Status.PENDING;
      case RUNNING -> wish instanceof Wish.Drain ? Status.DEACTIVATING : Status.RUNNING;
      case STOPPING -> Status.STOPPING;
      case STOPPED -> Status.STOPPED;
    };
  }

  /** Whether it is over: it takes nothing from its host any more. */
  public boolean isOver() {
    return status() == Status.STOPPED;
  }

  public boolean isWanted() {
    return wish instanceof Wish.Run;
  }

  /** Whether its host shall go on running it, wanted or not. */
  public boolean isKept() {
    return wish instanceof Wish.Run || wish instanceof Wish.Drain;
  }

  /** Why it ends or has ended; empty while it shall run. */
  public Optional<StopCause> stopCause() {
    return switch (wish) {
      case Wish.Run() -> Optional.empty();
      case Wish.Drain(var cause, _) -> Optional.of(cause);
      case Wish.Stop(var cause, _) -> Optional.of(cause);
      case Wish.Abandoned(var cause, _) -> Optional.of(cause);
    };
  }

  /** When it was over. */
  public Optional<Instant> overAt() {
    return switch (wish) {
      case Wish.Abandoned(_, var at) -> Optional.of(at);
      case Wish.Run(), Wish.Drain(_, _), Wish.Stop(_, _) -> sighting.times().stoppedAt();
    };
  }

  public Task wanted(Wish newWish) {
    return new Task(id, cluster, host, order, newWish, sighting, createdAt, version + 1, tags);
  }

  public Task seen(Sighting newSighting) {
    return new Task(id, cluster, host, order, wish, newSighting, createdAt, version + 1, tags);
  }

  public Task tagged(Map<String, String> newTags) {
    return new Task(id, cluster, host, order, wish, sighting, createdAt, version + 1, newTags);
  }
}
