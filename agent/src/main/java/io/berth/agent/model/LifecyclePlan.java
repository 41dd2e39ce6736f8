package io.berth.agent.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When a container starts, counts as healthy, starts again and stops. */
public record LifecyclePlan(
    boolean essential,
    Duration stopTimeout,
    Optional<String> stopSignal,
    Optional<Duration> startTimeout,
    List<Dependency> dependsOn,
    Optional<HealthCheckPlan> healthCheck,
    Optional<RestartPolicy> restartPolicy) {

  public LifecyclePlan {
    Require.notNegative(stopTimeout, "a stop timeout");
    dependsOn = List.copyOf(dependsOn);
  }

  /** Essential or not, with a stop timeout and nothing else. */
  public static LifecyclePlan simple(boolean essential, Duration stopTimeout) {
    return new LifecyclePlan(
        essential,
        stopTimeout,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** What must have happened to another container before this one starts. */
  public record Dependency(String containerName, DependencyCondition condition) {}

  /** What must have happened to a container before another one starts. */
  public enum DependencyCondition {
    /** It was started, even if it has ended since. */
    START,
    /** It has ended, with any exit code. */
    COMPLETE,
    /** It has ended with exit code 0. */
    SUCCESS,
    /** Its health check has passed. */
    HEALTHY
  }

  /** A check that the engine runs inside a container; in the shell, the command is one word. */
  public record HealthCheckPlan(
      List<String> command,
      boolean inShell,
      Duration interval,
      Duration timeout,
      int retries,
      Duration startPeriod) {

    public HealthCheckPlan {
      Require.between(command.size(), 1, inShell ? 1 : 1_000, "words of a health check");
      Require.between(retries, 1, 100, "retries of a health check");
      Require.notNegative(startPeriod, "a start period");
      command = List.copyOf(command);
    }
  }

  /**
   * When a container that has ended is started again within the same task: after an exit code that
   * is not ignored, and only if it had been running for the attempt period.
   */
  public record RestartPolicy(Set<Integer> ignoredExitCodes, Duration attemptPeriod) {
    public RestartPolicy {
      Require.notNegative(attemptPeriod, "an attempt period");
      ignoredExitCodes = Set.copyOf(ignoredExitCodes);
    }
  }
}
