package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A wish for a number of equal tasks that is kept up; its deployments say what they run.
 *
 * @param asked the call that last changed what is wanted
 */
public record Service(
    ServiceId id,
    State state,
    ServiceWish wish,
    Progress progress,
    Origin origin,
    Ask asked,
    Map<String, String> tags) {

  public Service {
    tags = Map.copyOf(tags);
  }

  /** The life of a service; it only moves forward. */
  public sealed interface State {

    /** Kept up. */
    record Active() implements State {}

    /** Deleted by the user, while its tasks still end. */
    record Draining() implements State {}

    /** Over; describable for a while, and its name is free again. */
    record Inactive(Instant since) implements State {}
  }

  /** Where it came from. */
  public record Origin(Instant createdAt, Optional<Token> token) {}

  /** The client's own name of the request that made it, and what that asked for. */
  public record Token(String text, Fingerprint request) {
    public Token {
      Require.identifier(text, "a client's token");
    }
  }

  /**
   * How far it is, and what was said about it.
   *
   * @param deployments how many it ever had
   * @param events how many events it ever had
   * @param steadySaidAt when it was last said that it is steady; empty while it is not
   * @param complaint what is in the way, if something is and was said
   * @param leases how many of its tasks were ever tied to the lease of their host
   */
  public record Progress(
      long deployments,
      long events,
      Optional<Instant> steadySaidAt,
      Optional<Complaint> complaint,
      long leases) {
    /** Of a service that was just made. */
    public static final Progress NONE = new Progress(0, 0, Optional.empty(), Optional.empty(), 0);

    public Progress {
      Require.notNegative(deployments, "deployments");
      Require.notNegative(events, "events");
      Require.notNegative(leases, "leases");
    }

    private Progress saying(Optional<Instant> saidAt, Optional<Complaint> complaining) {
      return new Progress(deployments, events, saidAt, complaining, leases);
    }
  }

  /** Something that keeps a service from being what it shall be, and when that was last said. */
  public record Complaint(String message, Instant at) {}

  public boolean isActive() {
    return state instanceof State.Active;
  }

  /** How many tasks there shall be: none of a service that was deleted. */
  public int desiredCount() {
    return isActive() ? wish.desiredCount() : 0;
  }

  /** When it was over; empty while it is not. */
  public Optional<Instant> overAt() {
    return state instanceof State.Inactive(var since) ? Optional.of(since) : Optional.empty();
  }

  public Service wanted(ServiceWish newWish) {
    return new Service(id, state, newWish, progress, origin, asked, tags);
  }

  /** It is what this call wanted. */
  public Service asked(Ask newAsk) {
    return new Service(id, state, wish, progress, origin, newAsk, tags);
  }

  public Service tagged(Map<String, String> newTags) {
    return new Service(id, state, wish, progress, origin, asked, newTags);
  }

  public Service deleted() {
    return new Service(id, new State.Draining(), wish.scaled(0), progress, origin, asked, tags);
  }

  public Service ended(Instant at) {
    return new Service(id, new State.Inactive(at), wish, progress, origin, asked, tags);
  }

  /** It has one more deployment. */
  public Service redeployed() {
    return with(
        new Progress(
            progress.deployments() + 1,
            progress.events(),
            progress.steadySaidAt(),
            progress.complaint(),
            progress.leases()));
  }

  /** It has one more event. */
  public Service told() {
    return with(
        new Progress(
            progress.deployments(),
            progress.events() + 1,
            progress.steadySaidAt(),
            progress.complaint(),
            progress.leases()));
  }

  /** So many more of its tasks are tied to the leases of their hosts. */
  public Service leased(long tasks) {
    return with(
        new Progress(
            progress.deployments(),
            progress.events(),
            progress.steadySaidAt(),
            progress.complaint(),
            progress.leases() + tasks));
  }

  /** It was said that it is steady. */
  public Service steady(Instant saidAt) {
    return with(progress.saying(Optional.of(saidAt), progress.complaint()));
  }

  public Service unsteady() {
    return with(progress.saying(Optional.empty(), progress.complaint()));
  }

  public Service complained(Complaint complaint) {
    return with(progress.saying(progress.steadySaidAt(), Optional.of(complaint)));
  }

  /** What was in the way is not any more. */
  public Service relieved() {
    return with(progress.saying(progress.steadySaidAt(), Optional.empty()));
  }

  public Service with(Progress newProgress) {
    return new Service(id, state, wish, newProgress, origin, asked, tags);
  }
}
