package io.berth.scheduler.control;

import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Deployment.Recipe;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.ServiceWish;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What users ask of services. */
public final class ServiceOrder {
  private ServiceOrder() {}

  /**
   * What the tasks of a service run.
   *
   * @param checkedContainers the essential containers that have a health check
   */
  public record Content(Plan plan, Set<String> checkedContainers) {
    public Content {
      checkedContainers = Set.copyOf(checkedContainers);
    }

    Recipe recipe(List<BalancedPort> ports) {
      return new Recipe(plan.definition(), plan.hash(), checkedContainers, ports);
    }
  }

  /** A new service. */
  public record Creation(
      ServiceId id,
      ServiceWish wish,
      Content content,
      List<BalancedPort> ports,
      Map<String, String> tags,
      Optional<Service.Token> token) {
    public Creation {
      ports = List.copyOf(ports);
      tags = Map.copyOf(tags);
    }
  }

  /**
   * A change of a service; what is empty stays.
   *
   * @param wish a function of what is wanted already
   */
  public record Change(
      UnaryOperator<ServiceWish> wish,
      Optional<Content> content,
      Optional<List<BalancedPort>> ports,
      Redeploy redeploy) {}

  /** Whether a change begins a deployment that would run the same as the one before. */
  public enum Redeploy {
    NO,
    YES
  }

  /** Whether a service may be deleted that shall have tasks. */
  public enum Force {
    NO,
    YES
  }
}
