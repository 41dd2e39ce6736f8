package io.berth.scheduler.feed;

import io.berth.scheduler.model.Contact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  List<ListenerProblem> problems = List.of();

  /**
   * What it said of a target that drains.
   *
   * @param number of the table under which it was counted
   */
  record Drained(long number, boolean idle) {}

  Optional<RoutingTable> serving() {
    return Optional.ofNullable(served);
  }

  /**
   * A new feed: what was in flight, served and bound is told anew. Until then nothing is assumed.
   */
  void opened(long number, Contact.Incarnation by, long nowNanos) {
    feed = number;
    incarnation = by;
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
    return said != null && said.idle() && said.number() >= target.since();
  }
}
