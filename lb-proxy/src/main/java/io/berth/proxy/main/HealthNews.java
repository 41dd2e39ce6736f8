package io.berth.proxy.main;

import io.berth.proxy.feed.HealthSource;
import io.berth.proxy.feed.TargetView;
import io.berth.proxy.health.CheckResult;
import io.berth.proxy.health.HealthState;
import io.berth.proxy.health.TargetHealth;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TargetGroup;
import io.berth.proxy.route.TargetKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The newest view of each target, between the thread that judges and the one that tells. May be
 * used by any thread.
 */
final class HealthNews implements HealthSource {
  private final Map<TargetKey, TargetView> views = new LinkedHashMap<>();
  private final Map<TargetKey, TargetView> changed = new LinkedHashMap<>();

  synchronized void add(List<TargetHealth> news) {
    for (TargetHealth one : news) {
      TargetView view = view(one);
      views.put(view.key(), view);
      changed.put(view.key(), view);
    }
  }

  /** What is not in the served table is not told any more. */
  synchronized void keepOnly(RoutingTable table) {
    Set<TargetKey> served = new HashSet<>();
    for (TargetGroup group : table.groups()) {
      group.targets().forEach(target -> served.add(new TargetKey(group.id(), target.id())));
    }
    views.keySet().retainAll(served);
    changed.keySet().retainAll(served);
  }

  @Override
  public synchronized List<TargetView> all() {
    changed.clear();
    return List.copyOf(views.values());
  }

  @Override
  public synchronized List<TargetView> takeChanged(int most) {
    List<TargetView> taken = new ArrayList<>();
    Iterator<TargetView> next = changed.values().iterator();
    while (next.hasNext() && taken.size() < most) {
      taken.add(next.next());
      next.remove();
    }
    return taken;
  }

  private static TargetView view(TargetHealth health) {
    Optional<CheckResult.Failed> failure = health.failure();
    return new TargetView(
        health.key(),
        state(health.state()),
        failure.map(found -> reason(found.reason())).orElse(TargetView.Reason.NONE),
        failure.map(CheckResult.Failed::statusCode).orElse(OptionalInt.empty()),
        health.sequence(),
        health.since());
  }

  private static TargetView.State state(HealthState state) {
    return switch (state) {
      case INITIAL -> TargetView.State.INITIAL;
      case HEALTHY -> TargetView.State.HEALTHY;
      case UNHEALTHY -> TargetView.State.UNHEALTHY;
      case UNCHECKED -> TargetView.State.UNCHECKED;
    };
  }

  private static TargetView.Reason reason(CheckResult.Reason reason) {
    return switch (reason) {
      case STATUS_MISMATCH -> TargetView.Reason.STATUS_MISMATCH;
      case TIMEOUT -> TargetView.Reason.TIMEOUT;
      case CONNECTION_FAILED -> TargetView.Reason.CONNECTION_FAILED;
      case PROXY_FAULT -> TargetView.Reason.PROXY_FAULT;
    };
  }
}
