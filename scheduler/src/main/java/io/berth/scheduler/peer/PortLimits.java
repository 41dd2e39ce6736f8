package io.berth.scheduler.peer;

import io.berth.scheduler.identity.EnrolRate;
import java.time.Duration;

/**
 * What callers may ask of the port before it refuses.
 *
 * @param connections open at once; more are closed at once
 * @param callsPerConnection at once; a peer needs one stream, and for a moment a renewal
 * @param streamsPerPeer at once, sessions that are being replaced among them
 * @param enrolmentsInFlight worked on at once; more are told to come again
 * @param enrolments tries of one address
 * @param handshake the time for a TLS handshake
 * @param idle the time that a connection without any call stays open
 */
public record PortLimits(
    int connections,
    int callsPerConnection,
    int streamsPerPeer,
    int enrolmentsInFlight,
    EnrolRate.Limits enrolments,
    Duration handshake,
    Duration idle) {

  /** A message of a stream has at most so many bytes. */
  public static final int MESSAGE_BYTES = 256 * 1024;

  /** An enrolment request has at most so many bytes. */
  static final int ENROLMENT_BYTES = 32 * 1024;

  public PortLimits {
    int least = Math.min(Math.min(connections, callsPerConnection), enrolmentsInFlight);
    if (Math.min(least, streamsPerPeer) < 1 || !handshake.isPositive() || !idle.isPositive()) {
      throw new IllegalArgumentException("every limit must be positive");
    }
  }

  /** What a scheduler runs with. */
  public static PortLimits standard() {
    return new PortLimits(
        16_384,
        4,
        8,
        64,
        EnrolRate.Limits.standard(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60));
  }
}
