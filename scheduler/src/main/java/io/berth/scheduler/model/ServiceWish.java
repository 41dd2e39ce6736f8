package io.berth.scheduler.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What users want of a service, apart from what its tasks run.
 *
 * @param healthGrace how long after its start a task may be unhealthy and stay
 * @param launchType the word of the request, given back; empty if there was none
 */
public record ServiceWish(
    int desiredCount,
    Rolling rolling,
    List<Strategy> strategies,
    List<Constraint> constraints,
    Optional<Duration> healthGrace,
    TagSource tagSource,
    String launchType) {

  public ServiceWish {
    Require.notNegative(desiredCount, "desiredCount");
    strategies = List.copyOf(strategies);
    constraints = List.copyOf(constraints);
  }

  /** Whose tags new tasks get. */
  public enum TagSource {
    NONE,
    DEFINITION,
    SERVICE
  }

  /** The strategies that were asked for; else those of services. */
  public List<Strategy> effectiveStrategies() {
    return strategies.isEmpty() ? Strategy.OF_SERVICES : strategies;
  }

  public ServiceWish scaled(int count) {
    return new ServiceWish(
        count, rolling, strategies, constraints, healthGrace, tagSource, launchType);
  }
}
