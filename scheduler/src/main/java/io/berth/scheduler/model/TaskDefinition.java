package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One revision of a task definition: the document as it was registered, and the shape taken from
 * it.
 */
public record TaskDefinition(
    DefinitionId id,
    Status status,
    String document,
    TaskShape shape,
    Instant registeredAt,
    Optional<Instant> deregisteredAt,
    Map<String, String> tags) {

  public TaskDefinition {
    Require.notEmpty(document, "document");
    tags = Map.copyOf(tags);
  }

  /** The life of a revision; it only moves forward. */
  public enum Status {
    /** New tasks and services may name it. */
    ACTIVE,
    /** Deregistered: what runs goes on, nothing new may name it. */
    INACTIVE,
    /** Deleted by the user, kept until nothing refers to it. */
    DELETE_IN_PROGRESS
  }

  public TaskDefinition deregistered(Instant at) {
    return new TaskDefinition(
        id, Status.INACTIVE, document, shape, registeredAt, Optional.of(at), tags);
  }

  public TaskDefinition deleted() {
    return new TaskDefinition(
        id, Status.DELETE_IN_PROGRESS, document, shape, registeredAt, deregisteredAt, tags);
  }

  public TaskDefinition tagged(Map<String, String> newTags) {
    return new TaskDefinition(id, status, document, shape, registeredAt, deregisteredAt, newTags);
  }
}
