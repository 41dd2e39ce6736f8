package io.berth.scheduler.feed;

import io.berth.scheduler.control.PortQuarantine;
import io.berth.scheduler.control.ProxyReports.ListenerProblem;
import io.berth.scheduler.control.ProxyReports.ProxyReport;
import io.berth.scheduler.control.ProxyReports.TargetView;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.peer.ContractBrokenException;
import io.berth.scheduler.peer.Leases;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.store.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All proxies together: what they have said since this scheduler began, and what follows from it
 * for a target. Kept in memory alone: after a restart every proxy that is let in counts as one that
 * may serve any table, until it says what it serves or its lease, and later its staleness, has run
 * out.
 *
 * <p>Methods are synchronized, short and free of effects: the thread of each feed tells, one loop
 * asks. A word counts only while its feed is the proxy's newest.
 */
final class Fleet {
  /** A proxy that does not tell its health for so long after its hello holds up nobody. */
  static final Duration TELLING = Duration.ofSeconds(10);

  private final FeedTimes times;
  private final Map<PeerId, ProxyWord> proxies = new TreeMap<>();
  private final Set<Registration> touched = new HashSet<>();
  private long feeds;

  Fleet(FeedTimes times) {
    this.times = times;
  }

  FeedTimes times() {
    return times;
  }

  /** A proxy that may live, and may serve any table. */
  synchronized void known(PeerId proxy, long nowNanos) {
    ProxyWord word = proxies.computeIfAbsent(proxy, _ -> new ProxyWord());
    if (word.feed == 0) {
      word.leased = true;
      word.leaseEndNanos = nowNanos + times.session().silence().toNanos();
    }
  }

  /** A proxy that has never been told anything. */
  synchronized void enrolled(PeerId proxy) {
    proxies.computeIfAbsent(proxy, _ -> new ProxyWord()).isNew = true;
  }

  /** Nobody remembers this proxy. */
  synchronized void forgotten(PeerId proxy) {
    ProxyWord word = proxies.remove(proxy);
    if (word != null) {
      touch(word);
      touchAll();
    }
  }

  /** The number of the next feed. */
  synchronized long nextFeed() {
    return ++feeds;
  }

  /** Whether this process goes on where the one of the proxy's newest feed was. */
  synchronized boolean continues(PeerId proxy, Contact.Incarnation incarnation) {
    ProxyWord word = proxies.get(proxy);
    return word != null && word.incarnation != null && incarnation.continues(word.incarnation);
  }

  /** A feed has taken its proxy's seat. */
  synchronized void opened(PeerId proxy, long feed, ProxyGreeting greeting, Moment now) {
    ProxyWord word = proxies.computeIfAbsent(proxy, _ -> new ProxyWord());
    if (word.feed < feed) {
      word.opened(feed, greeting, now.nanos());
    }
  }

  synchronized void closed(PeerId proxy, long feed) {
    newest(proxy, feed, word -> word.open = false);
  }

  /** The proxy serves a table. */
  synchronized void served(PeerId proxy, long feed, RoutingTable table) {
    newest(
        proxy,
        feed,
        word -> {
          Optional<RoutingTable> before = word.serving();
          word.served = table;
          Set<ItemKey> changed = before.map(table::changedSince).orElseGet(table::groups);
          word.forget(target ->
              changed.contains(ItemKey.of(target.group()))
                  && !table.holds(target.group(), target.target()));
          changed.forEach(group -> touch(group, table));
        });
  }

  synchronized void problems(PeerId proxy, long feed, List<ListenerProblem> problems) {
    newest(proxy, feed, word -> word.problems = List.copyOf(problems));
  }

  synchronized void health(PeerId proxy, long feed, HealthViews.Report report)
      throws ContractBrokenException {
    ProxyWord word = proxies.get(proxy);
    if (word != null && word.feed == feed) {
      boolean wasWhole = word.views.isWhole();
      touched.addAll(word.views.report(report));
      if (!wasWhole && word.views.isWhole()) {
        touch(word);
      }
    }
  }

  /** Whether the proxy has to be asked for all its views anew. */
  synchronized boolean mustAsk(PeerId proxy, long feed, int count, long digest) {
    ProxyWord word = proxies.get(proxy);
    return word != null && word.feed == feed && word.views.mustAsk(count, digest);
  }

  /** What is in flight to targets that drain, counted under a table of this number. */
  synchronized void drains(
      PeerId proxy, long feed, long number, Map<Registration, Integer> inFlight) {
    newest(
        proxy,
        feed,
        word ->
            inFlight.forEach((target, count) ->
                word.drains.merge(
                    target,
                    new ProxyWord.Drained(number, count),
                    (known, told) -> told.number() >= known.number() ? told : known)));
  }

  /** Leases have ended or begun again. */
  synchronized void turn(Leases.Turn turn, Moment now) {
    for (PeerId proxy : turn.silent()) {
      ProxyWord word = proxies.get(proxy);
      if (word != null) {
        word.leased = false;
        word.leaseEndNanos = now.nanos();
        touchAll();
      }
    }
    for (PeerId proxy : turn.back()) {
      ProxyWord word = proxies.get(proxy);
      if (word != null) {
        word.leased = true;
        touchAll();
      }
    }
    for (ProxyWord word : proxies.values()) {
      if (word.awaited && !isTelling(word, now)) {
        word.awaited = false;
        touch(word);
      }
    }
  }

  /** The targets of which something was said since the last time, in the order of their ids. */
  synchronized List<Registration> touched() {
    List<Registration> all = new ArrayList<>(touched);
    all.sort(Comparator.comparing(Registration::target));
    touched.clear();
    return all;
  }

  /** They have to be judged again: it could not be done, or not be written. */
  synchronized void touchAgain(Set<Registration> targets) {
    touched.addAll(targets);
  }

  /** Whether some living proxy has not said yet what it thinks, so that nothing is judged. */
  synchronized boolean isUndecided(Moment now) {
    return proxies.values().stream()
        .filter(word -> word.leased)
        .anyMatch(word -> word.feed == 0 || isTelling(word, now));
  }

  /** What is thought of a target now; nothing where no living proxy judges it. */
  synchronized Optional<TargetHealth> judged(Target target, Moment now) {
    List<Optional<HealthView>> views = new ArrayList<>();
    Registration registration = new Registration(target.group(), target.id());
    for (ProxyWord word : proxies.values()) {
      if (word.leased && word.serving().filter(one -> one.carries(target.group())).isPresent()) {
        views.add(word.views.of(registration));
      }
    }
    return Merge.of(views, target.health(), now.time());
  }

  /** Whether every proxy with a living lease has let go of a target that drains. */
  synchronized boolean hasLetGo(RoutingRows.Going target) {
    return proxies.values().stream()
        .filter(word -> word.leased)
        .allMatch(word -> word.hasLetGo(target));
  }

  /** How much each proxy knows, for the port of a target that is gone. */
  synchronized List<PortQuarantine.ProxyStanding> standings(long epoch, Moment now) {
    List<PortQuarantine.ProxyStanding> standings = new ArrayList<>();
    proxies.forEach((id, word) -> {
      if (word.isNew) {
        return;
      }
      long end =
          word.leased && word.feed != 0 ? now.in(times.session().silence()) : word.leaseEndNanos;
      standings.add(
          new PortQuarantine.ProxyStanding(
              id,
              word.serving().map(table -> new Version(epoch, table.number())),
              now.time().plusNanos(end - now.nanos())));
    });
    return standings;
  }

  /** What can be shown of each proxy, where that is the newest table. */
  synchronized List<ProxyReport> reports(RoutingTable newest) {
    List<ProxyReport> reports = new ArrayList<>();
    proxies.forEach((id, word) -> reports.add(word.report(id, newest)));
    return reports;
  }

  /** What each proxy says of the targets of a group, where it serves it. */
  synchronized List<TargetView> views(TargetGroupId group) {
    List<TargetView> views = new ArrayList<>();
    proxies.forEach((id, word) -> views.addAll(word.views(id, group)));
    return views;
  }

  private void newest(PeerId proxy, long feed, Consumer<ProxyWord> change) {
    ProxyWord word = proxies.get(proxy);
    if (word != null && word.feed == feed) {
      change.accept(word);
    }
  }

  /** Whether it is about to say what it thinks, or for which targets its word counts at all. */
  private static boolean isTelling(ProxyWord word, Moment now) {
    boolean tellsViews =
        word.open
            && !word.views.isWhole()
            && !now.isAtOrAfter(word.openedNanos + TELLING.toNanos());
    boolean tellsTable =
        word.serving().isEmpty() && !now.isAtOrAfter(word.unknownNanos + TELLING.toNanos());
    return tellsViews || tellsTable;
  }

  /**
   * Others count from now on: that matters for what only the others know, too, since nobody is
   * healthy as long as a proxy that counts has not heard of it.
   */
  private void touchAll() {
    proxies.values().forEach(this::touch);
  }

  private void touch(ProxyWord word) {
    touched.addAll(word.views.targets());
    word.serving().ifPresent(table -> table.groups().forEach(group -> touch(group, table)));
  }

  private void touch(ItemKey group, RoutingTable table) {
    TargetGroupId id = TargetGroupId.parse(group.id());
    for (String target : table.targets(group)) {
      touched.add(new Registration(id, TargetId.parse(target)));
    }
  }
}
