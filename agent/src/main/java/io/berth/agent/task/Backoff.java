package io.berth.agent.task;

import java.time.Duration;
import java.time.Instant;

/** When something that failed for the time being is tried again: doubling, up to a longest wait. */
record Backoff(Duration first, Duration longest) {

  /** For engine calls, as ECS's agent waits between pulls. */
  static final Backoff OF_ENGINE_CALLS =
      new Backoff(Duration.ofMillis(1_100), Duration.ofSeconds(5));

  /** The next try after that many failures in a row, counted from one. */
  Instant next(int failures, Instant now) {
    Duration wait = first;
    for (int failure = 1; failure < failures && wait.compareTo(longest) < 0; failure++) {
      wait = wait.multipliedBy(2);
    }
    return now.plus(wait.compareTo(longest) < 0 ? wait : longest);
  }
}
