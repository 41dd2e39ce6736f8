package io.berth.scheduler.model;

/**
 * What was asked for when a task was made; never changes.
 *
 * @param asked what the task takes from its host, overrides included
 * @param group such as {@code family:web} or {@code service:web}
 * @param startedBy in the words of the request; may be empty
 */
public record TaskOrder(
    DefinitionId definition, PlanHash plan, TaskShape asked, String group, String startedBy) {}
