package io.berth.proxy.route;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Targets that serve the same requests, and how their health is judged.
 *
 * @param name for people
 * @param deregistrationDelay how long a target may drain; the scheduler counts it, here it is told
 * @param connectTimeout the time to reach a target before another one is tried
 */
public record TargetGroup(
    GroupId id,
    ContentHash contentHash,
    String name,
    Protocol protocol,
    List<Target> targets,
    HealthCheck healthCheck,
    Duration deregistrationDelay,
    Duration connectTimeout,
    Set<String> requires) {

  public TargetGroup {
    targets = List.copyOf(targets);
    requires = Set.copyOf(requires);
  }
}
