package io.berth.proxy.http;

/** Why a port of the table takes no traffic here. */
public record PortProblem(Kind kind, String sentence) {

  /** What is wrong. */
  public enum Kind {
    /** Another process has the port. */
    TAKEN,
    /** This process lacks the right to bind it. */
    DENIED,
    /** None of the listen addresses is on this host now. */
    ADDRESS_MISSING
  }
}
