package io.berth.scheduler.feed;

import io.berth.scheduler.peer.ContractBrokenException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy thinks of all its targets, as its newest feed has told it. What an earlier feed
 * said stands until this one has told everything.
 */
final class HealthViews {
  /** As many as a table has targets. */
  static final int MOST_VIEWS = 100_000;

  private Map<Registration, HealthView> views = new HashMap<>();
  private long digest;
  private @Nullable Map<Registration, HealthView> telling;
  private boolean whole;
  private boolean asked;

  /** A report as it came. */
  record Report(Map<Registration, HealthView> views, boolean firstOfAll, boolean lastOfAll) {}

  /** A new feed has begun: it tells everything first. */
  void opened() {
    whole = false;
    telling = null;
    asked = false;
    // Sequences count from the start of a process, and this may be another one.
    views.replaceAll((_, view) -> unordered(view));
  }

  /** Takes a report in; answers which targets may be judged otherwise now. */
  Set<Registration> report(Report report) throws ContractBrokenException {
    if (report.firstOfAll()) {
      telling = new HashMap<>();
    }
    Map<Registration, HealthView> into = telling;
    if (into == null) {
      return changed(report.views());
    }
    report.views().forEach((target, view) -> into.merge(target, view, HealthViews::newer));
    bounded(into.size());
    if (!report.lastOfAll()) {
      return Set.of();
    }
    telling = null;
    whole = true;
    asked = false;
    return replace(into);
  }

  /** Whether this feed has told everything once. */
  boolean isWhole() {
    return whole;
  }

  Optional<HealthView> of(Registration target) {
    return Optional.ofNullable(views.get(target));
  }

  Collection<Registration> targets() {
    return views.keySet();
  }

  /** Targets that the proxy serves no more have no views. */
  void forget(Predicate<Registration> targets) {
    views
        .entrySet()
        .removeIf(view -> {
          boolean goes = targets.test(view.getKey());
          if (goes) {
            digest ^= digest(view.getKey(), view.getValue());
          }
          return goes;
        });
  }

  /**
   * Whether everything has to be asked for anew, since something was lost. It is asked once, and
   * not in the middle of a telling.
   */
  boolean mustAsk(int count, long proxysDigest) {
    boolean lost = count != views.size() || proxysDigest != digest;
    if (!lost || !whole || telling != null || asked) {
      return false;
    }
    asked = true;
    return true;
  }

  private Set<Registration> changed(Map<Registration, HealthView> reported)
      throws ContractBrokenException {
    Set<Registration> changed = new HashSet<>();
    reported.forEach((target, view) -> {
      HealthView before = views.get(target);
      if (before == null || view.sequence() > before.sequence()) {
        put(target, before, view);
        changed.add(target);
      }
    });
    bounded(views.size());
    return changed;
  }

  private void put(Registration target, @Nullable HealthView before, HealthView view) {
    if (before != null) {
      digest ^= digest(target, before);
    }
    views.put(target, view);
    digest ^= digest(target, view);
  }

  private Set<Registration> replace(Map<Registration, HealthView> all) {
    Set<Registration> changed = new HashSet<>(views.keySet());
    changed.addAll(all.keySet());
    views = all;
    digest = 0;
    all.forEach((target, view) -> digest ^= digest(target, view));
    return changed;
  }

  private static HealthView newer(HealthView one, HealthView other) {
    return other.sequence() > one.sequence() ? other : one;
  }

  private static HealthView unordered(HealthView view) {
    return new HealthView(view.opinion(), view.reason(), view.status(), 0, view.since());
  }

  private static void bounded(int count) throws ContractBrokenException {
    if (count > MOST_VIEWS) {
      throw new ContractBrokenException("there are views of more than " + MOST_VIEWS + " targets");
    }
  }

  static long digest(Registration target, HealthView view) {
    MessageDigest digest = RoutingWire.sha256();
    digest.update(target.group().text().getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) 0);
    digest.update(target.target().text().getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) 0);
    digest.update(view.opinion().number());
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}
