package io.berth.proxy.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one version of the scheduler's word says about all traffic of this proxy. Immutable and free
 * of contradictions: a change gives another table or a refusal, and never a part of either.
 */
public final class RoutingTable {
  private static final RoutingTable EMPTY =
      new RoutingTable(sorted(), sorted(), sorted(), Map.of());

  private final SortedMap<String, Balancer> balancers;
  private final SortedMap<String, Listener> listeners;
  private final SortedMap<String, TargetGroup> groups;

  /** By listener; kept from table to table, since few change at a time. */
  private final Map<String, ListenerRoutes> routes;

  /** The same groups, for whoever asks with each request. */
  private final Map<GroupId, TargetGroup> groupsById;

  private final Map<Integer, PortRoutes> ports;
  private final Set<GroupId> carried;
  private final TableHash hash;

  private RoutingTable(
      SortedMap<String, Balancer> balancers,
      SortedMap<String, Listener> listeners,
      SortedMap<String, TargetGroup> groups,
      Map<String, ListenerRoutes> earlierRoutes) {
    this.balancers = balancers;
    this.listeners = listeners;
    this.groups = groups;
    this.routes = listenerRoutes(earlierRoutes);
    this.groupsById =
        groups.values().stream().collect(Collectors.toUnmodifiableMap(TargetGroup::id, one -> one));
    this.ports = portRoutes();
    this.carried = carriedGroups();
    this.hash = TableHash.over(balancers, listeners, groups);
  }

  public static RoutingTable empty() {
    return EMPTY;
  }

  /** The table of a full sync: what it has to have, and nothing else. */
  public static TableOutcome of(RoutingChange items, Abilities abilities) {
    return EMPTY.apply(items, abilities);
  }

  /** This table with a difference. */
  public TableOutcome apply(RoutingChange change, Abilities abilities) {
    Objections objections = new Objections();
    onceEach(change, objections);
    ItemCheck items = new ItemCheck(objections, abilities);
    change.balancers().forEach(items::balancer);
    change.listeners().forEach(items::listener);
    change.groups().forEach(items::group);

    SortedMap<String, Balancer> nextBalancers = new TreeMap<>(balancers);
    SortedMap<String, Listener> nextListeners = new TreeMap<>(listeners);
    SortedMap<String, TargetGroup> nextGroups = new TreeMap<>(groups);
    change.removedBalancers().forEach(id -> nextBalancers.remove(id.text()));
    change.removedListeners().forEach(id -> nextListeners.remove(id.text()));
    change.removedGroups().forEach(id -> nextGroups.remove(id.text()));
    change.balancers().forEach(item -> nextBalancers.put(item.id().text(), item));
    change.listeners().forEach(item -> nextListeners.put(item.id().text(), item));
    change.groups().forEach(item -> nextGroups.put(item.id().text(), item));
    new TableCheck(objections, nextBalancers, nextListeners, nextGroups).run();

    Optional<RoutingRefusal> refusal = objections.first();
    return refusal.isPresent()
        ? new TableOutcome.Refused(refusal.get())
        : new TableOutcome.Made(new RoutingTable(nextBalancers, nextListeners, nextGroups, routes));
  }

  private static void onceEach(RoutingChange change, Objections objections) {
    onceEach(change.balancers(), one -> one.id(), change.removedBalancers(), objections);
    onceEach(change.listeners(), one -> one.id(), change.removedListeners(), objections);
    onceEach(change.groups(), one -> one.id(), change.removedGroups(), objections);
  }

  private static <T, I> void onceEach(
      List<T> items, Function<T, I> id, List<I> removed, Objections objections) {
    Set<I> seen = new HashSet<>(removed);
    objections.unless(seen.size() == removed.size(), () -> "an item is dropped twice");
    for (T item : items) {
      objections.unless(
          seen.add(id.apply(item)),
          () ->
              "an item comes twice in one change: " + Objections.shown(id.apply(item).toString()));
    }
  }

  // ------------------------------------------------------------------ what is said

  public TableHash hash() {
    return hash;
  }

  public Collection<Balancer> balancers() {
    return Collections.unmodifiableCollection(balancers.values());
  }

  public Collection<Listener> listeners() {
    return Collections.unmodifiableCollection(listeners.values());
  }

  public Collection<TargetGroup> groups() {
    return Collections.unmodifiableCollection(groups.values());
  }

  public Optional<TargetGroup> group(GroupId id) {
    return Optional.ofNullable(groupsById.get(id));
  }

  /** Whether some action may send requests to the group. */
  public boolean carries(GroupId id) {
    return carried.contains(id);
  }

  /** By port: what is routed there. */
  public Map<Integer, PortRoutes> ports() {
    return ports;
  }

  // ------------------------------------------------------------------ how it is asked

  private Map<String, ListenerRoutes> listenerRoutes(Map<String, ListenerRoutes> earlier) {
    Map<String, ListenerRoutes> made = new HashMap<>();
    listeners.forEach((id, listener) -> {
      Balancer balancer = balancers.get(listener.balancerId().text());
      if (balancer == null) {
        throw new IllegalStateException("A checked table has a listener without balancer: " + id);
      }
      ListenerRoutes known = earlier.get(id);
      made.put(
          id,
          known != null && known.isOf(balancer, listener)
              ? known
              : new ListenerRoutes(balancer, listener));
    });
    return Map.copyOf(made);
  }

  private Map<Integer, PortRoutes> portRoutes() {
    Map<Integer, List<ListenerRoutes>> byPort = new HashMap<>();
    for (ListenerRoutes one : routes.values()) {
      byPort.computeIfAbsent(one.listener().port(), _ -> new ArrayList<>()).add(one);
    }
    Map<Integer, PortRoutes> made = new HashMap<>();
    byPort.forEach((port, all) -> made.put(port, new PortRoutes(port, all)));
    return Map.copyOf(made);
  }

  private Set<GroupId> carriedGroups() {
    Set<GroupId> ids = new HashSet<>();
    for (Listener listener : listeners.values()) {
      carry(listener.defaultAction(), ids);
      listener.rules().forEach(rule -> carry(rule.action(), ids));
    }
    return Set.copyOf(ids);
  }

  private static void carry(Action action, Set<GroupId> ids) {
    switch (action) {
      case Action.Forward(List<Action.WeightedGroup> groups) ->
          groups.forEach(one -> ids.add(one.groupId()));
    }
  }

  private static <T> SortedMap<String, T> sorted() {
    return new TreeMap<>(IdOrder.BY_BYTES);
  }
}
