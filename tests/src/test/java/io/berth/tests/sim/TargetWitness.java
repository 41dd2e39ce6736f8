package io.berth.tests.sim;

import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth.Verdict;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Follows what the scheduler makes durable of targets, and holds it against what proxies really
 * have: nobody counts as healthy, drained or forgotten before all whose word counts have said so.
 */
final class TargetWitness {
  private final Surroundings world;
  private final List<SimProxy> proxies = new ArrayList<>();
  private final Map<TargetId, Known> known = new HashMap<>();
  private final Map<TaskId, Set<TargetId>> byTask = new HashMap<>();

  /** How a target came out of all tables. */
  enum Leaving {
    /** It has not. */
    NOT_YET,
    /** The proxies whose word counted had nothing in flight to it. */
    AGREED,
    /** Its time was over. */
    DELAY_OVER,
    /** Its task has ended by itself, or its port has moved. */
    BY_ITSELF
  }

  /** What is known of one registration. */
  private static final class Known {
    private final TargetGroupId group;
    private final Optional<TaskId> task;
    private @Nullable Version drainsSince;
    private Leaving leaving = Leaving.NOT_YET;
    private Set<String> leasedThen = Set.of();

    Known(Target target) {
      group = target.group();
      task = target.task();
    }
  }

  TargetWitness(Surroundings world) {
    this.world = world;
  }

  /** From now on its word counts. */
  void add(SimProxy proxy) {
    proxies.add(proxy);
  }

  // ------------------------------------------------------------------ what is stored

  void changed(Change<?, ?> change, Snapshot state, Version version) {
    Optional<Target> before = change.before().map(Target.class::cast);
    Optional<Target> after = change.after().map(Target.class::cast);
    if (after.isEmpty()) {
      before.ifPresent(this::released);
      return;
    }
    Target target = after.get();
    Known one = known.computeIfAbsent(target.id(), _ -> new Known(target));
    if (before.isEmpty()) {
      tell("target registered", target);
      target
          .task()
          .ifPresent(task -> byTask.computeIfAbsent(task, _ -> new TreeSet<>()).add(target.id()));
    } else {
      if (!before.get().state().equals(target.state())) {
        moved(one, before.get(), target, state, version);
      }
      if (before.get().health().verdict() != target.health().verdict()) {
        judged(target);
      }
    }
  }

  private void moved(Known one, Target before, Target after, Snapshot state, Version version) {
    switch (after.state()) {
      case Target.State.Active() -> one.drainsSince = null;
      case Target.State.Draining _ -> {
        one.drainsSince = version;
        tell("target draining", after);
      }
      case Target.State.Gone _ -> gone(one, before, state);
    }
  }

  private void gone(Known one, Target before, Snapshot state) {
    Instant now = world.time().schedulersInstant();
    one.leasedThen = leased();
    boolean isKept =
        before
            .task()
            .flatMap(task -> state.find(Tables.TASKS, task))
            .filter(Task::isKept)
            .isPresent();
    if (!isKept || !(before.state() instanceof Target.State.Draining(_, Instant until))) {
      one.leaving = Leaving.BY_ITSELF;
    } else if (!now.isBefore(until)) {
      one.leaving = Leaving.DELAY_OVER;
    } else {
      one.leaving = Leaving.AGREED;
      agreed(before);
    }
    tell("target gone: " + one.leaving, before);
  }

  /** Whoever may trust its place must have had nothing in flight. */
  private void agreed(Target target) {
    for (SimProxy proxy : proxies) {
      world
          .findings()
          .require(
              !proxy.holdsLease() || proxy.inFlight(target.id().text()) == 0,
              text(target) + " counts as drained, and " + proxy.name() + " has requests there");
    }
  }

  private Set<String> leased() {
    Set<String> leased = new TreeSet<>();
    proxies.stream().filter(SimProxy::holdsLease).forEach(proxy -> leased.add(proxy.name()));
    return leased;
  }

  private void released(Target target) {
    boolean byAll = true;
    for (SimProxy proxy : proxies) {
      boolean has = proxy.mayServe(target.id().text());
      byAll &= !has;
      world
          .findings()
          .require(
              !has || proxy.isStale(),
              "the port of " + text(target) + " is released, and " + proxy.name() + " has it");
    }
    tell(byAll ? "port released by all" : "port released by staleness", target);
  }

  private void judged(Target target) {
    Verdict verdict = target.health().verdict();
    tell("target " + verdict, target);
    if (verdict == Verdict.HEALTHY) {
      for (SimProxy proxy : proxies) {
        world
            .findings()
            .require(
                !proxy.judges(target.id().text()) || proxy.hasSeenHealthy(target.id().text()),
                text(target) + " counts as healthy, and " + proxy.name() + " never said so");
      }
    }
  }

  /** A process has begun with that state: the last words of the one before may not be known. */
  void checkIn(Snapshot state) {
    for (Target target : state.rows(Tables.TARGETS)) {
      Known one = known.computeIfAbsent(target.id(), _ -> new Known(target));
      target
          .task()
          .ifPresent(task -> byTask.computeIfAbsent(task, _ -> new TreeSet<>()).add(target.id()));
      if (target.state() instanceof Target.State.Draining && one.drainsSince == null) {
        one.drainsSince = state.version();
      }
    }
    known.forEach((id, one) -> {
      boolean routed = state.find(Tables.TARGETS, id).filter(Target::isRouted).isPresent();
      if (!routed && one.leaving == Leaving.NOT_YET) {
        one.leaving = Leaving.BY_ITSELF;
      }
    });
  }

  // ------------------------------------------------------------------ questions

  /** Whether a table of that version says that it drains. */
  boolean drainsIn(TargetId id, Version version) {
    Known one = known.get(id);
    return one != null && one.drainsSince != null && version.compareTo(one.drainsSince) >= 0;
  }

  /** The group in which it was registered. */
  Optional<TargetGroupId> group(TargetId id) {
    return Optional.ofNullable(known.get(id)).map(one -> one.group);
  }

  /** Whether a task was ever registered in that group. */
  boolean isOf(TaskId task, TargetGroupId group) {
    return byTask.getOrDefault(task, Set.of()).stream()
        .anyMatch(id -> group(id).filter(group::equals).isPresent());
  }

  /** Those of a task which tables still have. */
  boolean isRouted(TaskId task) {
    return byTask.getOrDefault(task, Set.of()).stream()
        .map(known::get)
        .anyMatch(one -> one != null && one.leaving == Leaving.NOT_YET);
  }

  /** The task behind it. */
  Optional<TaskId> task(TargetId id) {
    return Optional.ofNullable(known.get(id)).flatMap(one -> one.task);
  }

  /** Whether that proxy's requests to it were to end by themselves, before anybody ended them. */
  boolean isPromisedTo(TargetId id, String proxy) {
    Known one = known.get(id);
    return one != null && (one.leaving == Leaving.NOT_YET || isAgreedWith(id, proxy));
  }

  /** Whether it is out of all tables since proxies agreed, that one among them. */
  boolean isAgreedWith(TargetId id, String proxy) {
    Known one = known.get(id);
    return one != null && one.leaving == Leaving.AGREED && one.leasedThen.contains(proxy);
  }

  private void tell(String move, Target target) {
    world.counts().moved(move);
    world.story().tell(text(target) + " " + move);
  }

  private static String text(Target target) {
    return "target %s of task %s at %s:%d"
        .formatted(
            WireWitness.shortId(target.id().text()),
            target.task().map(task -> WireWitness.shortId(task.text())).orElse("?"),
            target.address().host(),
            target.address().port());
  }
}
