package io.berth.proxy.health;

import io.berth.base.Moment;
import io.berth.proxy.route.HealthCheck;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.Target;
import io.berth.proxy.route.TargetGroup;
import io.berth.proxy.route.TargetKey;
import io.berth.proxy.route.TargetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedSet;

/**
 * All targets of the served table with what is thought of each, and when each is checked next.
 * Driven by tables, results and time; holds no thread and no socket, and is used by one caller at a
 * time.
 */
public final class HealthBook {
  private static final Comparator<Entry> SOONEST_FIRST =
      Comparator.<Entry, Duration>comparing(entry -> entry.nextAt)
          .thenComparingLong(entry -> entry.order);

  private final int mostAtOnce;
  private final Map<TargetKey, Entry> entries = new HashMap<>();
  private final PriorityQueue<Entry> waiting = new PriorityQueue<>(SOONEST_FIRST);
  private SequencedSet<TargetKey> changed = new LinkedHashSet<>();
  private int running;
  private long orders;

  /** One target. It waits for its next check, is checked just now, or is not checked. */
  private static final class Entry {
    private final TargetJudge judge;
    private final long order;
    private Target target;
    private HealthCheck how;
    private Duration nextAt;
    private long round;
    private boolean checking;

    Entry(TargetJudge judge, long order, Target target, HealthCheck how, Duration nextAt) {
      this.judge = judge;
      this.order = order;
      this.target = target;
      this.how = how;
      this.nextAt = nextAt;
    }

    private boolean isChecked() {
      return judge.view().state() != HealthState.UNCHECKED;
    }
  }

  /** At most so many checks are made at a time; the others wait in the order of their time. */
  public HealthBook(int mostAtOnce) {
    this.mostAtOnce = mostAtOnce;
  }

  // ------------------------------------------------------------------ tables

  /** From now on these are the targets; new ones are due at once. */
  public void serve(RoutingTable table, Moment now) {
    Map<TargetKey, Entry> before = new HashMap<>(entries);
    entries.clear();
    for (TargetGroup group : table.groups()) {
      boolean carried = table.carries(group.id());
      for (Target target : group.targets()) {
        TargetKey key = new TargetKey(group.id(), target.id());
        boolean checked = carried && target.state() != TargetState.FENCED;
        Entry entry = before.remove(key);
        if (entry == null) {
          entry = made(key, target, group.healthCheck(), checked, now);
        } else {
          told(entry, target, group.healthCheck(), checked, now);
        }
        entries.put(key, entry);
      }
    }
    before.forEach(this::drop);
  }

  private Entry made(TargetKey key, Target target, HealthCheck how, boolean checked, Moment now) {
    HealthState state = checked ? HealthState.INITIAL : HealthState.UNCHECKED;
    TargetJudge judge = new TargetJudge(key, state, now.wall());
    Entry entry = new Entry(judge, orders++, target, how, now.sinceBoot());
    changed.add(key);
    if (checked) {
      waiting.add(entry);
    }
    return entry;
  }

  private void told(Entry entry, Target target, HealthCheck how, boolean checked, Moment now) {
    boolean sooner = how.interval().compareTo(entry.how.interval()) < 0;
    entry.target = target;
    entry.how = how;
    if (checked && entry.judge.begin(now.wall())) {
      changed.add(entry.judge.view().key());
      reschedule(entry, now.sinceBoot());
    } else if (!checked && entry.judge.end(now.wall())) {
      changed.add(entry.judge.view().key());
      stop(entry);
    } else if (sooner && entry.isChecked()) {
      Duration latest = now.after(how.interval());
      reschedule(entry, latest.compareTo(entry.nextAt) < 0 ? latest : entry.nextAt);
    }
  }

  private void reschedule(Entry entry, Duration at) {
    boolean waits = waiting.remove(entry);
    entry.nextAt = at;
    if (waits || !entry.checking) {
      waiting.add(entry);
    }
  }

  /** What is under way says nothing any more. */
  private void stop(Entry entry) {
    waiting.remove(entry);
    if (entry.checking) {
      entry.checking = false;
      running--;
    }
    entry.round++;
  }

  private void drop(TargetKey key, Entry entry) {
    stop(entry);
    changed.remove(key);
  }

  // ------------------------------------------------------------------ checks

  /** The checks to make now; each is answered by {@link #result} or by its target's end. */
  public List<Check> due(Moment now) {
    List<Check> due = new ArrayList<>();
    while (running < mostAtOnce && !waiting.isEmpty() && !now.isBefore(waiting.peek().nextAt)) {
      Entry entry = waiting.remove();
      entry.checking = true;
      entry.round++;
      entry.nextAt = now.after(entry.how.interval());
      running++;
      due.add(new Check(entry.judge.view().key(), entry.target, entry.how, entry.round));
    }
    return due;
  }

  /** When the next check is due; empty: none, or one of those that are made has to end first. */
  public Optional<Duration> nextDue() {
    return running >= mostAtOnce
        ? Optional.empty()
        : Optional.ofNullable(waiting.peek()).map(entry -> entry.nextAt);
  }

  /** A check has ended. One whose target is gone, or that was not asked for, changes nothing. */
  public void result(Check check, CheckResult result, Moment now) {
    Entry entry = entries.get(check.key());
    if (entry == null || !entry.checking || entry.round != check.round()) {
      return;
    }
    entry.checking = false;
    running--;
    waiting.add(entry);
    if (entry.judge.judge(result, entry.how, now.wall())) {
      changed.add(check.key());
    }
  }

  // ------------------------------------------------------------------ views

  /** The views that have changed since the last time, each once and as it is now. */
  public List<TargetHealth> takeChanged() {
    List<TargetHealth> views = changed.stream().map(this::view).toList();
    changed = new LinkedHashSet<>();
    return views;
  }

  private TargetHealth view(TargetKey key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      throw new IllegalStateException("What is gone is not among the changed: " + key);
    }
    return entry.judge.view();
  }

  /** The view of a target, if the served table has it. */
  public Optional<TargetHealth> of(TargetKey key) {
    return Optional.ofNullable(entries.get(key)).map(entry -> entry.judge.view());
  }
}
