package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Map;

/** A machine with an agent: ECS calls it a container instance. */
public record Host(
    HostId id,
    ClusterName cluster,
    Status status,
    HostFacts facts,
    Contact contact,
    Instant registeredAt,
    long version,
    Map<String, String> tags) {

  public Host {
    Require.notNegative(version, "version");
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

  public boolean isConnected() {
    return contact.link() instanceof Contact.Link.Connected;
  }

  /** Whether its agent can be told of a new task and its engine can be expected to run it. */
  public boolean isReachable() {
    return isConnected() && contact.engine().availability() == Contact.Availability.AVAILABLE;
  }

  public Host with(HostFacts newFacts) {
    return new Host(id, cluster, status, newFacts, contact, registeredAt, version + 1, tags);
  }

  public Host with(Contact newContact) {
    return new Host(id, cluster, status, facts, newContact, registeredAt, version + 1, tags);
  }

  public Host with(Status newStatus) {
    return new Host(id, cluster, newStatus, facts, contact, registeredAt, version + 1, tags);
  }

  public Host tagged(Map<String, String> newTags) {
    return new Host(id, cluster, status, facts, contact, registeredAt, version + 1, newTags);
  }
}
