package io.berth.scheduler.aws;

import java.time.Duration;

/**
 * What clients may ask of the front before it refuses. Of one connection one request is served at a
 * time; what it sends meanwhile stays in the kernel's buffers, but for one read.
 *
 * @param connections open at once; more are closed at once
 * @param requestsInFlight worked on at once; more are throttled
 * @param bodyBytes of one request
 * @param allBodiesBytes of all requests that are being read or worked on
 * @param headerBytes of one request
 * @param requestLineBytes method and target of one request
 * @param requestTime from the first byte of a request to its last
 * @param idleTime between two requests
 * @param writeTime for a response to leave, and for a TLS handshake
 */
public record FrontLimits(
    int connections,
    int requestsInFlight,
    int bodyBytes,
    long allBodiesBytes,
    int headerBytes,
    int requestLineBytes,
    Duration requestTime,
    Duration idleTime,
    Duration writeTime) {

  /** What a scheduler runs with. */
  public static FrontLimits standard() {
    return new FrontLimits(
        4_096,
        512,
        1 << 20,
        64 << 20,
        16 << 10,
        8 << 10,
        Duration.ofSeconds(20),
        Duration.ofSeconds(120),
        Duration.ofSeconds(30));
  }
}
