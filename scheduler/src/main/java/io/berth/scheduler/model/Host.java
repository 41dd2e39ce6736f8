package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A machine with an agent: ECS calls it a container instance.
 *
 * @param usersAttributes what users have put beside what the agent tells; one without a value has
 *     the empty text
 */
public record Host(
    HostId id,
    ClusterName cluster,
    Status status,
    HostFacts facts,
    Map<String, String> usersAttributes,
    Contact contact,
    Instant registeredAt,
    long version,
    Map<String, String> tags) {
  /** How many attributes users may put on a host. */
  public static final int MOST_USERS_ATTRIBUTES = 10;

  public Host {
    Require.notNegative(version, "version");
    usersAttributes = Map.copyOf(usersAttributes);
    tags = Map.copyOf(tags);
  }

  /** What is wanted of the host; whether its agent is reachable is no part of this. */
  public enum Status {
    /** Takes tasks. */
    ACTIVE,
    /** Keeps what it runs until that is moved, takes nothing new. */
    DRAINING,
    /** The same, but by its machine's shutdown, and only until that has started anew. */
    SHUTTING_DOWN,
    /** Deregistered; describable for a while. */
    INACTIVE
  }

  /** Whether it keeps what it runs until that is moved, for whatever reason. */
  public boolean isDraining() {
    return status == Status.DRAINING || status == Status.SHUTTING_DOWN;
  }

  public boolean isConnected() {
    return contact.link() instanceof Contact.Link.Connected;
  }

  /**
   * Whether its agent can be told of a new task, its engine can be expected to run it, and it has
   * not come and gone too often of late.
   */
  public boolean isReachable() {
    return isConnected()
        && contact.engine().availability() == Contact.Availability.AVAILABLE
        && contact.unrest().restUntil().isEmpty();
  }

  /** Whether it was given up. */
  public boolean isLost() {
    return contact.link() instanceof Contact.Link.Lost;
  }

  /**
   * The value of an attribute, the empty text of one without a value, nothing of one that the host
   * has not. Names that ECS keeps follow from facts; else a user's word counts before the agent's.
   */
  public Optional<String> attribute(String name) {
    Optional<String> builtIn = BuiltIn.of(facts, name);
    if (builtIn.isPresent()) {
      return builtIn;
    }
    String users = usersAttributes.get(name);
    return Optional.ofNullable(users == null ? facts.attributes().get(name) : users);
  }

  /** All attributes by name, as {@link #attribute} tells each. */
  public NavigableMap<String, String> attributes() {
    NavigableMap<String, String> all = BuiltIn.all(facts);
    usersAttributes.forEach(all::putIfAbsent);
    facts.attributes().forEach(all::putIfAbsent);
    return all;
  }

  public Host with(HostFacts newFacts) {
    return new Host(
        id, cluster, status, newFacts, usersAttributes, contact, registeredAt, version + 1, tags);
  }

  public Host with(Contact newContact) {
    return new Host(
        id, cluster, status, facts, usersAttributes, newContact, registeredAt, version + 1, tags);
  }

  public Host with(Status newStatus) {
    return new Host(
        id, cluster, newStatus, facts, usersAttributes, contact, registeredAt, version + 1, tags);
  }

  public Host tagged(Map<String, String> newTags) {
    return new Host(
        id, cluster, status, facts, usersAttributes, contact, registeredAt, version + 1, newTags);
  }

  /** With other attributes of its users. */
  public Host attributed(Map<String, String> newAttributes) {
    return new Host(
        id, cluster, status, facts, newAttributes, contact, registeredAt, version + 1, tags);
  }
}
