package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Optional;

/**
 * How a host is reached: the newest session of its agent, and what can be expected of its engine.
 *
 * @param session counts the sessions that were accepted; the newest one has this number
 * @param unrest how often it came and went lately
 */
public record Contact(
    long session, Incarnation incarnation, Link link, Engine engine, Unrest unrest) {
  public Contact {
    Require.positive(session, "session");
  }

  /** Of a host that has never been away. */
  public Contact(long session, Incarnation incarnation, Link link, Engine engine) {
    this(session, incarnation, link, engine, Unrest.NONE);
  }

  /** A later session is open. */
  public Contact opened(Incarnation newest, Engine engineNow, Instant now) {
    return new Contact(session + 1, newest, new Link.Connected(now), engineNow, unrest);
  }

  public Contact silent(Instant now) {
    return new Contact(session, incarnation, new Link.Silent(now), engine, unrest);
  }

  /** It was silent for too long; one that is there, or lost already, stays as it is. */
  public Contact lost(Instant now) {
    return link instanceof Link.Silent(var since)
        ? new Contact(session, incarnation, new Link.Lost(since, now), engine, unrest)
        : this;
  }

  public Contact heard(Instant now) {
    return new Contact(session, incarnation, new Link.Connected(now), engine, unrest);
  }

  public Contact with(Engine engineNow) {
    return new Contact(session, incarnation, link, engineNow, unrest);
  }

  public Contact with(Unrest newUnrest) {
    return new Contact(session, incarnation, link, engine, newUnrest);
  }

  /** Which run of the agent speaks: a known journal with a count not below the known continues. */
  public record Incarnation(String bootId, Bytes journalId, long startCounter) {

    /** Whether this one goes on where the other one was. */
    public boolean continues(Incarnation other) {
      return journalId.equals(other.journalId) && startCounter >= other.startCounter;
    }
  }

  /** Whether the agent answers. */
  public sealed interface Link {

    /** It does. */
    record Connected(Instant since) implements Link {}

    /** It has missed its heartbeats, or was cut off. */
    record Silent(Instant since) implements Link {}

    /** It was silent for so long that others take over from it. */
    record Lost(Instant since, Instant at) implements Link {}
  }

  /**
   * How often the host was silent and came back within a short time.
   *
   * @param returns how often, until it stays long enough to be trusted again
   * @param lastReturn when it last did
   * @param restUntil until then it gets no new tasks; empty: it does
   */
  public record Unrest(int returns, Instant lastReturn, Optional<Instant> restUntil) {
    /** Of a host that has never been away. */
    public static final Unrest NONE = new Unrest(0, Instant.EPOCH, Optional.empty());

    public Unrest {
      Require.notNegative(returns, "returns");
    }

    /** It has rested for long enough. */
    public Unrest rested() {
      return new Unrest(returns, lastReturn, Optional.empty());
    }
  }

  /** What can be expected of the engine; the sentence is empty while it is available. */
  public record Engine(Availability availability, Instant since, String sentence) {}

  /** While an engine is not available, its host gets no new tasks. */
  public enum Availability {
    AVAILABLE,
    SLOW,
    UNAVAILABLE
  }
}
