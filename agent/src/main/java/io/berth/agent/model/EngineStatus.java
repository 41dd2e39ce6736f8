package io.berth.agent.model;

import java.time.Instant;

/** How the engine is, since when, and a sentence for people while it is not well. */
public record EngineStatus(Availability availability, Instant since, String sentence) {

  /** What can be expected of an engine. */
  public enum Availability {
    /** It answers in time. */
    AVAILABLE,
    /** It answers, but a call has lately been ended by its watchdog. */
    SLOW,
    /** It does not answer; reported container states are the last known ones. */
    UNAVAILABLE
  }
}
