package io.berth.scheduler.model;

import java.util.Optional;

/**
 * What was asked for when a task was made; never changes.
 *
 * @param asked what the task takes from its host, overrides included
 * @param group such as {@code family:web} or {@code service:web}
 * @param startedBy in the words of the request; may be empty
 * @param membership of a task that a service has made
 */
public record TaskOrder(
    DefinitionId definition,
    PlanHash plan,
    TaskShape asked,
    String group,
    String startedBy,
    Optional<Membership> membership) {

  /** Of a task that stands for itself. */
  public TaskOrder(
      DefinitionId definition, PlanHash plan, TaskShape asked, String group, String startedBy) {
    this(definition, plan, asked, group, startedBy, Optional.empty());
  }
}
