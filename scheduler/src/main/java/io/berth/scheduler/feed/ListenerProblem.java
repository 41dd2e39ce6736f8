package io.berth.scheduler.feed;

import io.berth.scheduler.model.ListenerId;

/** A listener on which a proxy cannot take traffic, and why. */
public record ListenerProblem(ListenerId listener, Kind kind, String sentence) {
  /** What is wrong on the proxy's host. */
  public enum Kind {
    /** Another process has the port. */
    PORT_TAKEN,
    /** The proxy lacks the right to bind the port. */
    PORT_DENIED,
    /** None of the listen addresses is on the host now. */
    ADDRESS_MISSING,
    /** A later proxy says something that is not known here. */
    UNKNOWN
  }
}
