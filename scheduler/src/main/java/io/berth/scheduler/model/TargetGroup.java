package io.berth.scheduler.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Targets that serve the same requests, and how their health is judged. The targets are rows of
 * their own.
 *
 * @param balancer the one whose listeners and rules send requests to it; kept in step with them
 * @param attributes what the user has set; what is not there has its default
 */
public record TargetGroup(
    TargetGroupId id,
    String name,
    Traffic traffic,
    HealthCheck check,
    Optional<BalancerId> balancer,
    Map<String, String> attributes,
    Instant createdAt,
    Map<String, String> tags) {

  /** The attribute with the seconds of {@link #deregistrationDelay}. */
  public static final String DEREGISTRATION_DELAY = "deregistration_delay.timeout_seconds";

  private static final Duration USUAL_DELAY = Duration.ofMinutes(5);

  public TargetGroup {
    Require.identifier(name, "a target group's name");
    attributes = Map.copyOf(attributes);
    tags = Map.copyOf(tags);
  }

  /**
   * What is sent to targets; never changes.
   *
   * @param port of targets that name none
   * @param vpc kept and given back; may be empty
   */
  public record Traffic(Protocol protocol, int port, TargetKind kind, String vpc) {
    public Traffic {
      Require.port(port, "port");
    }
  }

  /** What targets speak. */
  public enum Protocol {
    /** HTTP/1.1 without TLS. */
    HTTP
  }

  /** By what targets are named. */
  public enum TargetKind {
    /** By their host. */
    INSTANCE,
    /** By their address. */
    IP
  }

  /** How long requests in flight may take once a target is to go. */
  public Duration deregistrationDelay() {
    String given = attributes.get(DEREGISTRATION_DELAY);
    return given == null ? USUAL_DELAY : Duration.ofSeconds(Long.parseLong(given));
  }

  public TargetGroup with(HealthCheck newCheck) {
    return new TargetGroup(id, name, traffic, newCheck, balancer, attributes, createdAt, tags);
  }

  public TargetGroup with(Map<String, String> newAttributes) {
    return new TargetGroup(id, name, traffic, check, balancer, newAttributes, createdAt, tags);
  }

  public TargetGroup usedBy(Optional<BalancerId> newBalancer) {
    return new TargetGroup(id, name, traffic, check, newBalancer, attributes, createdAt, tags);
  }

  public TargetGroup tagged(Map<String, String> newTags) {
    return new TargetGroup(id, name, traffic, check, balancer, attributes, createdAt, newTags);
  }
}
