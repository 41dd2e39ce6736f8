package io.berth.scheduler.feed;

import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.Commit;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows of which routing tables are made, followed commit by commit. So a table says exactly
 * what the state said at its number, which a snapshot that is looked at now and then could not:
 * "acknowledged at or after" must never cover a change that came a moment later.
 */
final class RoutingRows {
  static final Set<Table<?, ?>> TABLES =
      Set.of(
          Tables.BALANCERS, Tables.LISTENERS, Tables.RULES, Tables.TARGET_GROUPS, Tables.TARGETS);

  private static final Comparator<Rule> BY_PRIORITY =
      Comparator.comparingInt(Rule::priority).thenComparing(Rule::id);

  private final Map<BalancerId, Balancer> balancers = new HashMap<>();
  private final Map<ListenerId, Listener> listeners = new HashMap<>();
  private final Map<ListenerId, Map<RuleId, Rule>> rules = new HashMap<>();
  private final Map<TargetGroupId, TargetGroup> groups = new HashMap<>();
  private final Map<TargetGroupId, SortedMap<TargetId, Target>> targets = new HashMap<>();
  private final Map<TargetId, Going> going = new HashMap<>();
  private final Set<ItemKey> changed = new HashSet<>();
  private RoutingTable newest;
  private long number;

  /**
   * A target that is on its way out.
   *
   * @param since the first number of the state at which it was so, or at which it was seen so
   */
  record Going(TargetId target, TargetGroupId group, long since, Target.State state) {}

  RoutingRows(Snapshot state) {
    number = state.version().number();
    newest = RoutingTable.empty(number);
    state.rows(Tables.BALANCERS).forEach(row -> put(Optional.empty(), row));
    state.rows(Tables.LISTENERS).forEach(row -> put(Optional.empty(), row));
    state.rows(Tables.RULES).forEach(row -> put(Optional.empty(), row));
    state.rows(Tables.TARGET_GROUPS).forEach(row -> put(Optional.empty(), row));
    state.rows(Tables.TARGETS).forEach(row -> put(Optional.empty(), row));
  }

  void apply(Commit commit) {
    number = commit.version().number();
    for (Change<?, ?> change : commit.changes()) {
      if (change.after().isPresent()) {
        put(change.before(), change.after().get());
      } else {
        remove(change.before().orElseThrow());
      }
    }
  }

  /** Costs by what has changed since the last time, and a pass over the hashes. */
  RoutingTable newest() {
    if (!changed.isEmpty()) {
      List<RoutingItem> items = new ArrayList<>();
      List<ItemKey> removed = new ArrayList<>();
      for (ItemKey key : changed) {
        item(key).ifPresentOrElse(items::add, () -> removed.add(key));
      }
      changed.clear();
      newest = newest.with(new RoutingTable.Difference(items, removed), number);
    }
    return newest;
  }

  /** All targets that drain, or are gone and still have a row. */
  Collection<Going> going() {
    return List.copyOf(going.values());
  }

  private void put(Optional<?> before, Object row) {
    switch (row) {
      case Balancer balancer -> {
        balancers.put(balancer.id(), balancer);
        changed.add(ItemKey.of(balancer.id()));
      }
      case Listener listener -> {
        listeners.put(listener.id(), listener);
        changed.add(ItemKey.of(listener.id()));
      }
      case Rule rule -> {
        rules.computeIfAbsent(rule.listener(), _ -> new HashMap<>()).put(rule.id(), rule);
        changed.add(ItemKey.of(rule.listener()));
      }
      case TargetGroup group -> {
        groups.put(group.id(), group);
        changed.add(ItemKey.of(group.id()));
      }
      case Target target -> put(before.map(Target.class::cast), target);
      default -> {}
    }
  }

  private void put(Optional<Target> before, Target target) {
    targets.computeIfAbsent(target.group(), _ -> new TreeMap<>()).put(target.id(), target);
    // Health is the proxies' own word, and most of what is written about targets.
    if (before.isEmpty() || !before.get().seen(target.health()).equals(target)) {
      changed.add(ItemKey.of(target.group()));
    }
    switch (target.state()) {
      case Target.State.Active() -> going.remove(target.id());
      case Target.State.Draining _ -> goes(target);
      case Target.State.Gone _ -> goes(target);
    }
  }

  private void goes(Target target) {
    Going known = going.get(target.id());
    if (known == null || !known.state().equals(target.state())) {
      going.put(target.id(), new Going(target.id(), target.group(), number, target.state()));
    }
  }

  private void remove(Object row) {
    switch (row) {
      case Balancer balancer -> {
        balancers.remove(balancer.id());
        changed.add(ItemKey.of(balancer.id()));
      }
      case Listener listener -> {
        listeners.remove(listener.id());
        changed.add(ItemKey.of(listener.id()));
      }
      case Rule rule -> {
        rules.computeIfPresent(
            rule.listener(),
            (_, others) -> {
              others.remove(rule.id());
              return others.isEmpty() ? null : others;
            });
        changed.add(ItemKey.of(rule.listener()));
      }
      case TargetGroup group -> {
        groups.remove(group.id());
        changed.add(ItemKey.of(group.id()));
      }
      case Target target -> {
        targets.computeIfPresent(
            target.group(),
            (_, others) -> {
              others.remove(target.id());
              return others.isEmpty() ? null : others;
            });
        going.remove(target.id());
        changed.add(ItemKey.of(target.group()));
      }
      default -> {}
    }
  }

  /** The item as it is now; a group that no balancer uses is in no table. */
  private Optional<RoutingItem> item(ItemKey key) {
    return switch (key.kind()) {
      case BALANCER ->
          Optional.ofNullable(balancers.get(BalancerId.parse(key.id()))).map(RoutingWire::of);
      case LISTENER -> {
        ListenerId id = ListenerId.parse(key.id());
        List<Rule> own = new ArrayList<>(rules.getOrDefault(id, Map.of()).values());
        own.sort(BY_PRIORITY);
        yield Optional.ofNullable(listeners.get(id)).map(row -> RoutingWire.of(row, own));
      }
      case GROUP -> {
        TargetGroupId id = TargetGroupId.parse(key.id());
        yield Optional.ofNullable(groups.get(id))
            .filter(group -> group.balancer().isPresent())
            .map(group ->
                RoutingWire.of(
                    group, targets.getOrDefault(id, Collections.emptySortedMap()).values()));
      }
    };
  }
}
