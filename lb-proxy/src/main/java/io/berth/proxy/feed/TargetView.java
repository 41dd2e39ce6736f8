package io.berth.proxy.feed;

import io.berth.proxy.route.TargetKey;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * What this proxy thinks of one target, as it is told.
 *
 * @param statusCode what the last failed check got
 * @param sequence raised with each view of this target since the proxy's start, from 1
 * @param since by this host's clock
 */
public record TargetView(
    TargetKey key,
    State state,
    Reason reason,
    OptionalInt statusCode,
    long sequence,
    Instant since) {

  /** The view. */
  public enum State {
    /** Not judged yet. */
    INITIAL,
    /** It passes its checks. */
    HEALTHY,
    /** It fails them. */
    UNHEALTHY,
    /** Not checked by this proxy. */
    UNCHECKED
  }

  /** Why it is not healthy. */
  public enum Reason {
    /** It is healthy, or not judged. */
    NONE,
    /** A status code came that does not pass. */
    STATUS_MISMATCH,
    /** No answer in time. */
    TIMEOUT,
    /** The connection was refused, cut, or answered with what is not HTTP. */
    CONNECTION_FAILED,
    /** The proxy could not check for a reason of its own. */
    PROXY_FAULT
  }
}
