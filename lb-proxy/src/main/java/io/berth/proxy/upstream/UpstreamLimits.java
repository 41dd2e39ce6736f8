package io.berth.proxy.upstream;

import java.time.Duration;

/**
 * The bounds of connections to targets.
 *
 * @param idleTime how long one waits for its next request. Shorter than what servers usually allow:
 *     whoever closes first must not be the target, while a request is on its way to it
 * @param idlePerTarget how many may wait, on one event loop
 * @param answerHeadBytes how large the head of an answer may be
 */
public record UpstreamLimits(Duration idleTime, int idlePerTarget, int answerHeadBytes) {

  public static UpstreamLimits usual() {
    return new UpstreamLimits(Duration.ofSeconds(4), 1_024, 32 << 10);
  }
}
