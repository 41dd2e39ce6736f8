package io.berth.scheduler.model;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * What all proxies together think of a target.
 *
 * @param status the code that the last failed check got, if one came
 * @param since when the verdict became this
 */
public record TargetHealth(Verdict verdict, Reason reason, OptionalInt status, Instant since) {

  /** Nobody has judged it yet. */
  public static TargetHealth unjudged(Instant since) {
    return new TargetHealth(Verdict.INITIAL, Reason.NONE, OptionalInt.empty(), since);
  }

  /** The verdict. */
  public enum Verdict {
    INITIAL,
    HEALTHY,
    UNHEALTHY
  }

  /** Why it is not healthy. */
  public enum Reason {
    /** It is, or nobody has judged it. */
    NONE,
    /** A status code came that does not pass. */
    STATUS_MISMATCH,
    /** No answer in time. */
    TIMEOUT,
    /** The connection was refused, cut, or answered with what is not HTTP. */
    CONNECTION_FAILED,
    /** The proxies could not check, for a reason of their own. */
    PROXY_FAULT
  }

  public boolean isHealthy() {
    return verdict == Verdict.HEALTHY;
  }
}
