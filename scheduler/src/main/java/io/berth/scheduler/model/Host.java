package io.berth.scheduler.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A machine with an agent: ECS calls it a container instance. */
public record Host(
    HostId id,
    ClusterName cluster,
    Status status,
    Resources registered,
    List<String> addresses,
    Map<String, String> attributes,
    Instant registeredAt,
    long version,
    Map<String, String> tags) {

  public Host {
    Require.notNegative(version, "version");
    addresses = List.copyOf(addresses);
    attributes = Map.copyOf(attributes);
    tags = Map.copyOf(tags);
  }

  /** What the operator wants of the host; whether its agent is reachable is no part of this. */
  public enum Status {
    /** Takes tasks. */
    ACTIVE,
    /** Keeps what it runs until that is moved, takes nothing new. */
    DRAINING,
    /** Deregistered; describable for a while. */
    INACTIVE
  }
}
