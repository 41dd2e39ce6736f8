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
    // A peer must give its place up before anybody takes it for gone.
    if (lease.compareTo(silence) > 0) {
      throw new IllegalArgumentException("a lease must end before the silence is long enough");
    }
    if (!hello.isPositive() || !probe.isPositive()) {
      throw new IllegalArgumentException("every wait must be positive");
    }
  }

  /** Three missed heartbeats, and a little for the third to be late. */
  public static SessionTimes standard() {
    return new SessionTimes(
        Duration.ofSeconds(2),
        Duration.ofMillis(6_500),
        Duration.ofMillis(6_200),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2));
  }
}
