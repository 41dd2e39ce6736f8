package io.berth.scheduler.model;

import java.util.List;
import java.util.Optional;

/**
 * What was asked for when a task was made, and what it was given by name; never changes.
 *
 * @param asked what the task takes from its host, overrides included
 * @param devices those of its host that are its own until it is over
 * @param group such as {@code family:web} or {@code service:web}
 * @param startedBy in the words of the request; may be empty
 * @param membership of a task that a service has made
 * @param lease of a task that must not outlive its host's
 */
public record TaskOrder(
    DefinitionId definition,
    PlanHash plan,
    TaskShape asked,
    List<GivenDevice> devices,
    String group,
    String startedBy,
    Optional<Membership> membership,
    Optional<TaskLease> lease) {

  public TaskOrder {
    devices = List.copyOf(devices);
  }

  /** Of a task that goes on while its host is cut off. */
  public TaskOrder(
      DefinitionId definition,
      PlanHash plan,
      TaskShape asked,
      List<GivenDevice> devices,
      String group,
      String startedBy,
      Optional<Membership> membership) {
    this(definition, plan, asked, devices, group, startedBy, membership, Optional.empty());
  }

  /** Of a task that was given nothing by name. */
  public TaskOrder(
      DefinitionId definition,
      PlanHash plan,
      TaskShape asked,
      String group,
      String startedBy,
      Optional<Membership> membership) {
    this(definition, plan, asked, List.of(), group, startedBy, membership);
  }

  /** Of a task that stands for itself. */
  public TaskOrder(
      DefinitionId definition, PlanHash plan, TaskShape asked, String group, String startedBy) {
    this(definition, plan, asked, group, startedBy, Optional.empty());
  }

  /** The same for a task that gets these. */
  public TaskOrder given(List<GivenDevice> newDevices) {
    return newDevices.equals(devices)
        ? this
        : new TaskOrder(definition, plan, asked, newDevices, group, startedBy, membership, lease);
  }

  /** The same for a task that must not outlive its host's lease. */
  public TaskOrder leased(TaskLease newLease) {
    return new TaskOrder(
        definition, plan, asked, devices, group, startedBy, membership, Optional.of(newLease));
  }
}
