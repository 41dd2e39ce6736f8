package io.berth.scheduler.feed;

import io.berth.scheduler.model.TargetHealth;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one proxy thinks of one target.
 *
 * @param sequence orders the views of a target that come over one feed
 * @param status the code that the last failed check got, if one came
 */
record HealthView(
    Opinion opinion, TargetHealth.Reason reason, OptionalInt status, long sequence, Instant since) {

  /** What is thought. */
  enum Opinion {
    INITIAL(1),
    HEALTHY(2),
    UNHEALTHY(3),
    /** Not checked by this proxy, so that others decide. */
    UNCHECKED(4);

    private final int number;

    Opinion(int number) {
      this.number = number;
    }

    /** The number of the state in the contract, which the digest takes in. */
    byte number() {
      return (byte) number;
    }
  }

  /** The opinion as a verdict; empty where there is none. */
  Optional<TargetHealth.Verdict> verdict() {
    return switch (opinion) {
      case INITIAL -> Optional.of(TargetHealth.Verdict.INITIAL);
      case HEALTHY -> Optional.of(TargetHealth.Verdict.HEALTHY);
      case UNHEALTHY -> Optional.of(TargetHealth.Verdict.UNHEALTHY);
      case UNCHECKED -> Optional.empty();
    };
  }
}
