package io.berth.proxy.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at a whole table: whether its items fit together. */
final class TableCheck {
  private static final int MOST_BALANCERS = 1_000;
  private static final int MOST_LISTENERS = 10_000;
  private static final int MOST_GROUPS = 10_000;
  private static final int MOST_TARGETS = 100_000;

  private final Objections objections;
  private final Map<String, Balancer> balancers;
  private final Map<String, Listener> listeners;
  private final Map<String, TargetGroup> groups;

  TableCheck(
      Objections objections,
      Map<String, Balancer> balancers,
      Map<String, Listener> listeners,
      Map<String, TargetGroup> groups) {
    this.objections = objections;
    this.balancers = balancers;
    this.listeners = listeners;
    this.groups = groups;
  }

  void run() {
    objections.count(balancers.values(), 0, MOST_BALANCERS, "the table", "balancers");
    objections.count(listeners.values(), 0, MOST_LISTENERS, "the table", "listeners");
    objections.count(groups.values(), 0, MOST_GROUPS, "the table", "groups");
    long targets = groups.values().stream().mapToLong(group -> group.targets().size()).sum();
    objections.between(targets, 0, MOST_TARGETS, "the table", "the number of targets");
    names();
    ports();
    listeners.values().forEach(this::references);
  }

  private void names() {
    Set<String> names = new HashSet<>();
    for (Balancer balancer : balancers.values()) {
      objections.unless(
          names.add(balancer.dnsName()),
          () -> "two balancers have the DNS name " + Objections.shown(balancer.dnsName()));
    }
  }

  private void ports() {
    Map<Integer, Protocol> spoken = new HashMap<>();
    Set<List<Object>> places = new HashSet<>();
    for (Listener listener : listeners.values()) {
      int port = listener.port();
      objections.unless(
          places.add(List.of(listener.balancerId(), port)),
          () -> of(listener) + ": its balancer has another listener on port " + port);
      Protocol before = spoken.putIfAbsent(port, listener.protocol());
      objections.unless(
          before == null || before == listener.protocol(),
          () -> of(listener) + ": another protocol is spoken on port " + port);
    }
  }

  private void references(Listener listener) {
    objections.unless(
        balancers.containsKey(listener.balancerId().text()),
        () ->
            of(listener)
                + ": there is no balancer "
                + Objections.shown(listener.balancerId().text()));
    List<Action> actions = new ArrayList<>();
    actions.add(listener.defaultAction());
    listener.rules().forEach(rule -> actions.add(rule.action()));
    for (Action action : actions) {
      switch (action) {
        case Action.Forward(List<Action.WeightedGroup> weighted) ->
            weighted.forEach(one -> reference(listener, one.groupId()));
      }
    }
  }

  private void reference(Listener listener, GroupId id) {
    TargetGroup group = groups.get(id.text());
    objections.unless(
        group != null, () -> of(listener) + ": there is no group " + Objections.shown(id.text()));
    objections.unless(
        group == null || group.protocol() == listener.protocol(),
        () -> of(listener) + ": group " + Objections.shown(id.text()) + " speaks another protocol");
  }

  private static String of(Listener listener) {
    return "listener " + Objections.shown(listener.id().text());
  }
}
