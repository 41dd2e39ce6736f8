package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Map;

/** A named pool of hosts and the tasks on them. */
public record Cluster(
    ClusterName name,
    Status status,
    Instant createdAt,
    Map<String, String> settings,
    Map<String, String> tags) {

  public Cluster {
    settings = Map.copyOf(settings);
    tags = Map.copyOf(tags);
  }

  /** Whether the cluster takes part in anything; a deleted one stays describable for a while. */
  public enum Status {
    ACTIVE,
    INACTIVE
  }

  public Cluster with(Map<String, String> newSettings) {
    return new Cluster(name, status, createdAt, newSettings, tags);
  }

  public Cluster tagged(Map<String, String> newTags) {
    return new Cluster(name, status, createdAt, settings, newTags);
  }

  public Cluster deleted() {
    return new Cluster(name, Status.INACTIVE, createdAt, settings, tags);
  }
}
