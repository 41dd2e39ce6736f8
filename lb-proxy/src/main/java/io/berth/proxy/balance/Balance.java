package io.berth.proxy.balance;

import io.berth.proxy.route.Action.Forward;
import io.berth.proxy.route.Action.WeightedGroup;
import io.berth.proxy.route.GroupId;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.Target;
import io.berth.proxy.route.TargetGroup;
import io.berth.proxy.route.TargetKey;
import io.berth.proxy.route.TargetState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The targets of one event loop: picks one for each request and knows what is in flight. Used by
 * that loop alone.
 *
 * <p>A request is routed, picked for and counted in one go on its loop. So whatever was read under
 * an older table is counted when the next one is served, and a target that drains under this table
 * with none in flight can never be chosen again until a table makes it active: a second try asks
 * anew.
 */
public final class Balance {
  private final RandomGenerator random;
  private final Map<TargetKey, TargetLoad> loads = new HashMap<>();
  private final Map<GroupId, GroupBalance> groups = new HashMap<>();
  private RoutingTable table = RoutingTable.empty();

  public Balance(RandomGenerator random) {
    this.random = random;
  }

  // ------------------------------------------------------------------ what is told

  /** From now on this table counts; answers the targets that it no longer has. */
  public List<TargetLoad> serve(RoutingTable next, Predicate<TargetKey> healthy) {
    table = next;
    Map<TargetKey, TargetLoad> before = new HashMap<>(loads);
    loads.clear();
    groups.clear();
    for (TargetGroup group : next.groups()) {
      for (Target target : group.targets()) {
        TargetKey key = new TargetKey(group.id(), target.id());
        loads.put(key, told(before.remove(key), key, group, target, healthy));
      }
    }
    before.values().forEach(TargetLoad::dropped);
    return List.copyOf(before.values());
  }

  private static TargetLoad told(
      @Nullable TargetLoad known,
      TargetKey key,
      TargetGroup group,
      Target target,
      Predicate<TargetKey> healthy) {
    if (known == null) {
      return new TargetLoad(key, group, target, healthy.test(key));
    }
    known.told(group, target);
    known.judged(healthy.test(key));
    return known;
  }

  /** The health of these targets may have changed. */
  public void judge(Collection<TargetKey> changed, Predicate<TargetKey> healthy) {
    for (TargetKey key : changed) {
      TargetLoad load = loads.get(key);
      if (load != null) {
        load.judged(healthy.test(key));
        groups.remove(key.groupId());
      }
    }
  }

  // ------------------------------------------------------------------ what is asked

  /** The group for one request, by weight; empty where no group has any. */
  public Optional<TargetGroup> group(Forward forward) {
    List<WeightedGroup> weighted = forward.groups();
    if (weighted.size() == 1) {
      return weighted.getFirst().weight() == 0
          ? Optional.empty()
          : table.group(weighted.getFirst().groupId());
    }
    int total = 0;
    for (int i = 0; i < weighted.size(); i++) {
      total += weighted.get(i).weight();
    }
    if (total == 0) {
      return Optional.empty();
    }
    int drawn = random.nextInt(total);
    for (int i = 0; i < weighted.size(); i++) {
      drawn -= weighted.get(i).weight();
      if (drawn < 0) {
        return table.group(weighted.get(i).groupId());
      }
    }
    throw new IllegalStateException("A number below the sum of all is below one of the sums");
  }

  /** A target for one request that none of the tried ones took; empty where there is no other. */
  public Optional<TargetLoad> pick(GroupId group, Collection<TargetLoad> tried) {
    GroupBalance balance = groups.get(group);
    if (balance == null) {
      balance = new GroupBalance(loadsOf(group), random);
      groups.put(group, balance);
    }
    return balance.pick(tried);
  }

  private List<TargetLoad> loadsOf(GroupId id) {
    List<TargetLoad> found = new ArrayList<>();
    for (Target target : table.group(id).map(TargetGroup::targets).orElse(List.of())) {
      TargetLoad load = loads.get(new TargetKey(id, target.id()));
      if (load != null) {
        found.add(load);
      }
    }
    return found;
  }

  /** Whether connections to it may wait for requests. */
  public boolean takesRequests(TargetKey key) {
    TargetLoad load = loads.get(key);
    return load != null && load.takesRequests();
  }

  /** What is still in flight to each target that drains or is fenced. */
  public Map<TargetKey, Integer> leaving() {
    Map<TargetKey, Integer> counts = new HashMap<>();
    for (TargetLoad load : loads.values()) {
      if (load.target().state() != TargetState.ACTIVE) {
        counts.put(load.key(), load.inFlight());
      }
    }
    return counts;
  }
}
