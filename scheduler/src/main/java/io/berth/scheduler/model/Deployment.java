package io.berth.scheduler.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One version of a service on its way to replace the ones before; the one with the highest place is
 * what the service shall be.
 *
 * @param place counts the deployments of the service, from 1
 * @param asked the call that began it
 */
public record Deployment(
    DeploymentId id,
    ServiceId service,
    long place,
    Recipe recipe,
    Rollout rollout,
    Setbacks setbacks,
    Ask asked,
    Instant updatedAt) {

  public Deployment {
    Require.positive(place, "place");
  }

  /**
   * What its tasks run, and where requests to them come from.
   *
   * @param checkedContainers the essential containers that have a health check
   */
  public record Recipe(
      DefinitionId definition,
      PlanHash plan,
      Set<String> checkedContainers,
      List<BalancedPort> ports) {
    public Recipe {
      checkedContainers = Set.copyOf(checkedContainers);
      ports = List.copyOf(ports);
    }

    public Recipe with(List<BalancedPort> newPorts) {
      return new Recipe(definition, plan, checkedContainers, newPorts);
    }
  }

  /** How far it has come. */
  public enum Rollout {
    IN_PROGRESS,
    /** All that the service wants has run and was healthy. */
    COMPLETED
  }

  /**
   * What kept its tasks from starting.
   *
   * @param failedTasks how many never ran since one did
   * @param doublings how often the wait before the next try has doubled
   * @param retryAt nothing is started before; empty when nothing failed
   */
  public record Setbacks(int failedTasks, int doublings, Optional<Instant> retryAt) {
    /** None. */
    public static final Setbacks NONE = new Setbacks(0, 0, Optional.empty());

    public Setbacks {
      Require.notNegative(failedTasks, "failedTasks");
      Require.notNegative(doublings, "doublings");
    }
  }

  /** When it was made. */
  public Instant createdAt() {
    return asked.at();
  }

  /** There was one more before it. */
  public Deployment movedUp() {
    return new Deployment(id, service, place + 1, recipe, rollout, setbacks, asked, updatedAt);
  }

  public Deployment completed(Instant now) {
    return new Deployment(id, service, place, recipe, Rollout.COMPLETED, setbacks, asked, now);
  }

  public Deployment with(Setbacks newSetbacks, Instant now) {
    return new Deployment(id, service, place, recipe, rollout, newSetbacks, asked, now);
  }
}
