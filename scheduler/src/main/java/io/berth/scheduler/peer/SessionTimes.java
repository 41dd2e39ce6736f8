package io.berth.scheduler.peer;

import java.time.Duration;

/**
 * How long what may take between the scheduler and a peer.
 *
 * @param heartbeat the time between two heartbeats
 * @param silence without a heartbeat for this long, a peer counts as silent
 * @param lease how long a peer may trust its place after a heartbeat
 * @param hello from the opening of a stream to its hello
 * @param probe for an older session to answer before a stranger takes its place
 */
public record SessionTimes(
    Duration heartbeat, Duration silence, Duration lease, Duration hello, Duration probe) {

  public SessionTimes {
    if (heartbeat.compareTo(Duration.ofMillis(500)) < 0
        || heartbeat.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("heartbeats come every 500 ms to 60 s");
    }
    if (heartbeat.multipliedBy(3).compareTo(lease) >= 0
        || lease.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("a lease is over three heartbeats, at most 10 minutes");
    }
    if (silence.compareTo(heartbeat.multipliedBy(3)) < 0) {
      throw new IllegalArgumentException("a peer is silent after three heartbeats at the earliest");
    }
    if (!hello.isPositive() || !probe.isPositive()) {
      throw new IllegalArgumentException("every wait must be positive");
    }
  }

  /** A proxy must give its place up before it counts as silent: then nobody waits for it. */
  public static SessionTimes ofProxies() {
    return with(Duration.ofMillis(6_200));
  }

  /**
   * What an agent does by its lease is waited for however long it takes; so the lease outlasts ten
   * seconds in which the scheduler stands still.
   */
  public static SessionTimes ofAgents() {
    return with(Duration.ofSeconds(15));
  }

  /** Three missed heartbeats, and a little for the third to be late. */
  private static SessionTimes with(Duration lease) {
    return new SessionTimes(
        Duration.ofSeconds(2),
        Duration.ofMillis(6_500),
        lease,
        Duration.ofSeconds(10),
        Duration.ofSeconds(2));
  }
}
