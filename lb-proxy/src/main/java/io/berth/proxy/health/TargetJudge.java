package io.berth.proxy.health;

import io.berth.proxy.route.HealthCheck;
import io.berth.proxy.route.TargetKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges one target by the checks that it passes and fails in a row. The first pass makes a new
 * target healthy: it waits for nothing but a sign of life. Every later turn takes as many as the
 * group's thresholds say.
 */
final class TargetJudge {
  private TargetHealth view;
  private int passes;
  private int failures;

  TargetJudge(TargetKey key, HealthState state, Instant now) {
    this.view = new TargetHealth(key, state, Optional.empty(), 1, now);
  }

  TargetHealth view() {
    return view;
  }

  /** Answers whether the view has changed. */
  boolean judge(CheckResult result, HealthCheck check, Instant now) {
    return switch (result) {
      case CheckResult.Passed _ -> passed(check, now);
      case CheckResult.Failed failed -> failed(failed, check, now);
    };
  }

  private boolean passed(HealthCheck check, Instant now) {
    failures = 0;
    passes++;
    return switch (view.state()) {
      case INITIAL -> become(HealthState.HEALTHY, Optional.empty(), now);
      case UNHEALTHY ->
          passes >= check.healthyThreshold() && become(HealthState.HEALTHY, Optional.empty(), now);
      case HEALTHY, UNCHECKED -> false;
    };
  }

  private boolean failed(CheckResult.Failed failed, HealthCheck check, Instant now) {
    passes = 0;
    failures++;
    return switch (view.state()) {
      case INITIAL, HEALTHY ->
          failures >= check.unhealthyThreshold()
              && become(HealthState.UNHEALTHY, Optional.of(failed), now);
      case UNHEALTHY ->
          !view.failure().equals(Optional.of(failed))
              && become(HealthState.UNHEALTHY, Optional.of(failed), now);
      case UNCHECKED -> false;
    };
  }

  /** It is checked from now on, and nothing of before counts. */
  boolean begin(Instant now) {
    return view.state() == HealthState.UNCHECKED
        && become(HealthState.INITIAL, Optional.empty(), now);
  }

  /** It is not checked any more. */
  boolean end(Instant now) {
    return view.state() != HealthState.UNCHECKED
        && become(HealthState.UNCHECKED, Optional.empty(), now);
  }

  private boolean become(HealthState state, Optional<CheckResult.Failed> failure, Instant now) {
    if (state != view.state()) {
      passes = 0;
      failures = 0;
    }
    Instant since = state == view.state() ? view.since() : now;
    view = new TargetHealth(view.key(), state, failure, view.sequence() + 1, since);
    return true;
  }
}
