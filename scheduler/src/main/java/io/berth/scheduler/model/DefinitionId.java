package io.berth.scheduler.model;

import java.util.Comparator;

/**
 * Names one revision of a task definition; revisions of a family count up from 1 and are never used
 * again.
 */
public record DefinitionId(String family, int revision) implements Comparable<DefinitionId> {
  private static final Comparator<DefinitionId> ORDER =
      Comparator.comparing(DefinitionId::family).thenComparingInt(DefinitionId::revision);

  public DefinitionId {
    Require.identifier(family, "family");
    Require.positive(revision, "revision");
  }

  @Override
  public int compareTo(DefinitionId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return family + ":" + revision;
  }
}
