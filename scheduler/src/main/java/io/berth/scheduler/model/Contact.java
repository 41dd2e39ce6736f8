package io.berth.scheduler.model;

import java.time.Instant;

/**
 * How a host is reached: the newest session of its agent, and what can be expected of its engine.
 *
 * @param session counts the sessions that were accepted; the newest one has this number
 */
public record Contact(long session, Incarnation incarnation, Link link, Engine engine) {
  public Contact {
    Require.positive(session, "session");
  }

  /** A later session is open. */
  public Contact opened(Incarnation newest, Engine engineNow, Instant now) {
    return new Contact(session + 1, newest, new Link.Connected(now), engineNow);
  }

  public Contact silent(Instant now) {
    return new Contact(session, incarnation, new Link.Silent(now), engine);
  }

  public Contact heard(Instant now) {
    return new Contact(session, incarnation, new Link.Connected(now), engine);
  }

  public Contact with(Engine engineNow) {
    return new Contact(session, incarnation, link, engineNow);
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
