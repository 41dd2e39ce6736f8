package io.berth.proxy.route;

import java.util.List;

/** Items to have and items to drop; an item is replaced as a whole. */
public record RoutingChange(
    List<Balancer> balancers,
    List<Listener> listeners,
    List<TargetGroup> groups,
    List<BalancerId> removedBalancers,
    List<ListenerId> removedListeners,
    List<GroupId> removedGroups) {

  public RoutingChange {
    balancers = List.copyOf(balancers);
    listeners = List.copyOf(listeners);
    groups = List.copyOf(groups);
    removedBalancers = List.copyOf(removedBalancers);
    removedListeners = List.copyOf(removedListeners);
    removedGroups = List.copyOf(removedGroups);
  }

  /** Items to have, and nothing to drop. */
  public static RoutingChange having(
      List<Balancer> balancers, List<Listener> listeners, List<TargetGroup> groups) {
    return new RoutingChange(balancers, listeners, groups, List.of(), List.of(), List.of());
  }
}
