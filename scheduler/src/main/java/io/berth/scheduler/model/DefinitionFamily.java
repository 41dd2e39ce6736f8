package io.berth.scheduler.model;

/**
 * The count of revisions that a family ever had; it outlives them, so that no number is given
 * twice.
 */
public record DefinitionFamily(String name, int lastRevision) {
  public DefinitionFamily {
    Require.identifier(name, "family");
    Require.notNegative(lastRevision, "lastRevision");
  }

  public DefinitionFamily withNextRevision() {
    return new DefinitionFamily(name, Math.addExact(lastRevision, 1));
  }

  public DefinitionId newest() {
    return new DefinitionId(name, lastRevision);
  }
}
