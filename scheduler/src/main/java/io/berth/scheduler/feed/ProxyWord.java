package io.berth.scheduler.feed;

import io.berth.scheduler.control.ProxyReports.ListenerProblem;
import io.berth.scheduler.control.ProxyReports.ProxyReport;
import io.berth.scheduler.control.ProxyReports.ProxyState;
import io.berth.scheduler.control.ProxyReports.Serving;
import io.berth.scheduler.control.ProxyReports.TargetView;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is known of one proxy, since this scheduler began, by its own word. */
final class ProxyWord {
  final HealthViews views = new HealthViews();
  final Map<Registration, Drained> drains = new HashMap<>();

  /** Of its newest feed; none yet: 0. */
  long feed;

  /** Which process spoke first in its newest feed. */
  Contact.@Nullable Incarnation incarnation;

  /** When its newest feed began. */
  long openedNanos;

  boolean open;

  /** It has enrolled and was never heard of since, so that it serves nothing. */
  boolean isNew;

  /** Whether others still wait for its first telling. */
  boolean awaited;

  /** Whether its lease lives, or may live as far as can be known here. */
  boolean leased;

  /** When its lease was found to have ended, or is to end if nothing is heard. */
  long leaseEndNanos;

  /** Its newest acknowledgement, as a table; none: nobody can say what it serves. */
  @Nullable RoutingTable served;

  /** Since when nobody can say it, whatever feeds there were meanwhile; meaningless else. */
  long unknownNanos;

  /** Its addresses; none as long as it was not heard of. */
  List<String> listens = List.of();

  List<ListenerProblem> problems = List.of();

  /**
   * What it said of a target that drains.
   *
   * @param number of the table under which it was counted
   */
  record Drained(long number, int inFlight) {}

  Optional<RoutingTable> serving() {
    return Optional.ofNullable(served);
  }

  /**
   * A new feed: what was in flight, served and bound is told anew. Until then nothing is assumed.
   */
  void opened(long number, ProxyGreeting greeting, long nowNanos) {
    if (feed == 0 || served != null) {
      unknownNanos = nowNanos;
    }
    feed = number;
    incarnation = greeting.incarnation();
    listens = greeting.listens();
    openedNanos = nowNanos;
    open = true;
    isNew = false;
    leased = true;
    served = null;
    drains.clear();
    awaited = true;
    problems = List.of();
    views.opened();
  }

  /** What it said of these targets counts no more: it does not serve them. */
  void forget(Predicate<Registration> targets) {
    views.forget(targets);
    drains.keySet().removeIf(targets);
  }

  /** Whether nothing is in flight there any more to a target that was to go since a number. */
  boolean hasLetGo(RoutingRows.Going target) {
    RoutingTable table = served;
    if (table == null || table.number() < target.since()) {
      return false;
    }
    if (!table.holds(target.group(), target.target())) {
      return true;
    }
    Drained said = drains.get(new Registration(target.group(), target.target()));
    return said != null && said.inFlight() == 0 && said.number() >= target.since();
  }

  // ------------------------------------------------------------------ for operators

  ProxyReport report(PeerId proxy, RoutingTable newest) {
    return new ProxyReport(
        proxy,
        state(),
        listens,
        serving().map(table -> new Serving(table.number(), table.hash().equals(newest.hash()))),
        problems);
  }

  private ProxyState state() {
    if (!leased) {
      return ProxyState.SILENT;
    }
    return open ? ProxyState.CONNECTED : ProxyState.AWAITED;
  }

  /** Of each target that it has of the group. */
  List<TargetView> views(PeerId proxy, TargetGroupId group) {
    List<TargetView> all = new ArrayList<>();
    Set<String> targets = serving().map(table -> table.targets(ItemKey.of(group))).orElse(Set.of());
    for (String id : targets) {
      TargetId target = TargetId.parse(id);
      Registration registration = new Registration(group, target);
      Optional<HealthView> view = views.of(registration);
      Drained drained = drains.get(registration);
      all.add(
          new TargetView(
              proxy,
              target,
              view.flatMap(HealthView::verdict),
              view.map(HealthView::reason).orElse(TargetHealth.Reason.NONE),
              view.map(HealthView::status).orElse(OptionalInt.empty()),
              view.map(HealthView::since),
              drained == null ? OptionalInt.empty() : OptionalInt.of(drained.inFlight())));
    }
    return all;
  }
}
