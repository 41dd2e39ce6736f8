package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A named pool of hosts and the tasks on them.
 *
 * @param brake while so many hosts are silent that none of them is given up
 */
public record Cluster(
    ClusterName name,
    Status status,
    Instant createdAt,
    Map<String, String> settings,
    Map<String, String> tags,
    Optional<Brake> brake) {

  public Cluster {
    settings = Map.copyOf(settings);
    tags = Map.copyOf(tags);
  }

  /** Of a cluster whose hosts are there. */
  public Cluster(
      ClusterName name,
      Status status,
      Instant createdAt,
      Map<String, String> settings,
      Map<String, String> tags) {
    this(name, status, createdAt, settings, tags, Optional.empty());
  }

  /** None of its silent hosts is given up: since when, and how many of how many these were. */
  public record Brake(Instant since, int silent, int hosts) {}

  /** Whether the cluster takes part in anything; a deleted one stays describable for a while. */
  public enum Status {
    ACTIVE,
    INACTIVE
  }

  public Cluster with(Map<String, String> newSettings) {
    return new Cluster(name, status, createdAt, newSettings, tags, brake);
  }

  public Cluster tagged(Map<String, String> newTags) {
    return new Cluster(name, status, createdAt, settings, newTags, brake);
  }

  public Cluster deleted() {
    return new Cluster(name, Status.INACTIVE, createdAt, settings, tags);
  }

  public Cluster braked(Brake begun) {
    return new Cluster(name, status, createdAt, settings, tags, Optional.of(begun));
  }

  public Cluster released() {
    return new Cluster(name, status, createdAt, settings, tags);
  }
}
