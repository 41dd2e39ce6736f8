package io.berth.proxy.http;

import io.berth.proxy.upstream.UpstreamLimits;
import java.time.Duration;

/**
 * What clients and targets may ask of one proxy.
 *
 * @param connections of clients, on all ports
 * @param requestLineBytes the longest request line
 * @param headerBytes all headers of a request
 * @param tries how many targets are tried for a request of which nothing was sent yet
 * @param discardBytes how much of a request's body is read after its answer has ended, so that the
 *     connection may go on
 * @param lingerTime how long a client may take to read its last answer
 */
public record HttpLimits(
    int connections,
    int requestLineBytes,
    int headerBytes,
    int tries,
    long discardBytes,
    Duration lingerTime,
    UpstreamLimits upstream) {

  public static HttpLimits usual() {
    return new HttpLimits(
        65_536, 16 << 10, 64 << 10, 3, 1 << 20, Duration.ofSeconds(2), UpstreamLimits.usual());
  }
}
