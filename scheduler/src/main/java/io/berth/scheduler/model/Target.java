package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Optional;

/**
 * One registration of an address in a target group. Another address or port is another
 * registration. The scheduler writes the state; reports of proxies, put together, write the health.
 *
 * @param shownAs what users know it by: a host's id, or the address
 */
public record Target(
    TargetId id,
    TargetGroupId group,
    Origin origin,
    String shownAs,
    Address address,
    State state,
    TargetHealth health,
    Instant registeredAt) {

  public Target {
    Require.notEmpty(shownAs, "shownAs");
  }

  /** Where requests are sent. */
  public record Address(String host, int port) {
    public Address {
      Require.notEmpty(host, "an address");
      Require.port(port, "port");
    }
  }

  /** Why it is there. */
  public sealed interface Origin {

    /** A port of a container of a task; gone with the task. */
    record OfTask(TaskId task, HostId host, String container, int containerPort) implements Origin {
      public OfTask {
        Require.notEmpty(container, "a container's name");
        Require.port(containerPort, "containerPort");
      }
    }

    /** A user registered it. */
    record ByHand() implements Origin {}
  }

  /** What may be done with it. */
  public sealed interface State {

    /** Requests may go to it as its health allows. */
    record Active() implements State {}

    /** No new requests; those in flight may end until then. */
    record Draining(Instant since, Instant until) implements State {}

    /**
     * In no table any more, but a proxy that has not heard of it may still send requests: its port
     * must not be given to others yet.
     */
    record Gone(Instant since) implements State {}
  }

  /** The task behind it, if there is one. */
  public Optional<TaskId> task() {
    return origin instanceof Origin.OfTask ofTask ? Optional.of(ofTask.task()) : Optional.empty();
  }

  /** The host that must not give its port to others yet. */
  public Optional<HostId> heldOn() {
    return state instanceof State.Gone && origin instanceof Origin.OfTask ofTask
        ? Optional.of(ofTask.host())
        : Optional.empty();
  }

  public boolean isActive() {
    return state instanceof State.Active;
  }

  /** Whether proxies shall know of it. */
  public boolean isRouted() {
    return switch (state) {
      case State.Active() -> true;
      case State.Draining _ -> true;
      case State.Gone _ -> false;
    };
  }

  public Target in(State newState) {
    return new Target(id, group, origin, shownAs, address, newState, health, registeredAt);
  }

  /** The registration that takes its place, of which nobody has thought anything yet. */
  public Target movedTo(Address newAddress, Instant now) {
    return new Target(
        id.movedTo(newAddress),
        group,
        origin,
        shownAs,
        newAddress,
        state,
        TargetHealth.unjudged(now),
        now);
  }

  public Target seen(TargetHealth newHealth) {
    return new Target(id, group, origin, shownAs, address, state, newHealth, registeredAt);
  }
}
