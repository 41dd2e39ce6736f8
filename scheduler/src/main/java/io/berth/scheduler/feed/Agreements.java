package io.berth.scheduler.feed;

import io.berth.scheduler.control.PortQuarantine;
import io.berth.scheduler.control.PortQuarantine.ProxyStanding;
import io.berth.scheduler.control.TaskTargets;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Version;
import io.berth.scheduler.store.WriteTx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes down what the proxies agree on: how healthy a target is, that it has drained, that nobody
 * can send to its port any more. One thread turns, so that of two judgements the later one is
 * written last.
 */
final class Agreements {
  private static final int MOST_IN_TRANSACTION = 500;
  private static final String IDLE = "no proxy has a request in flight any more";

  private final StateStore store;
  private final RoutingMarks routing;
  private final Fleet fleet;

  Agreements(StateStore store, RoutingMarks routing, Fleet fleet) {
    this.store = store;
    this.routing = routing;
    this.fleet = fleet;
  }

  /** A judgement on a target as it was when it was judged. */
  private record Judgement(Target target, TargetHealth health) {}

  void turn(Moment now) {
    judge(now);
    letGo(now);
  }

  private void judge(Moment now) {
    if (fleet.isUndecided(now)) {
      return;
    }
    List<Judgement> judgements = new ArrayList<>();
    Snapshot state = store.snapshot();
    for (Registration touched : fleet.touched()) {
      Optional<Target> target =
          state.find(Tables.TARGETS, touched.target()).filter(Target::isRouted);
      target
          .flatMap(known -> fleet.judged(known, now))
          .filter(health -> !health.equals(target.get().health()))
          .ifPresent(health -> judgements.add(new Judgement(target.get(), health)));
    }
    for (int from = 0; from < judgements.size(); from += MOST_IN_TRANSACTION) {
      int to = Math.min(judgements.size(), from + MOST_IN_TRANSACTION);
      fleet.touchAgain(written(judgements.subList(from, to)));
    }
  }

  /** Answers which targets have become others meanwhile, so that they have to be judged again. */
  private Set<Registration> written(List<Judgement> judgements) {
    return store.update(
        Lane.REPORTS,
        tx -> {
          Set<Registration> missed = new HashSet<>();
          for (Judgement judgement : judgements) {
            Target judged = judgement.target();
            Optional<Target> target = tx.find(Tables.TARGETS, judged.id());
            if (target.filter(judged::equals).isPresent()) {
              tx.update(Tables.TARGETS, judged.seen(judgement.health()));
            } else if (target.isPresent()) {
              missed.add(new Registration(judged.group(), judged.id()));
            }
          }
          return missed;
        });
  }

  private void letGo(Moment now) {
    List<RoutingRows.Going> agreed = new ArrayList<>();
    long epoch = routing.epoch();
    List<ProxyStanding> standings = fleet.standings(epoch, now);
    for (RoutingRows.Going target : routing.going()) {
      boolean isAgreed =
          switch (target.state()) {
            case Target.State.Active() -> false;
            case Target.State.Draining _ -> fleet.hasLetGo(target);
            case Target.State.Gone _ ->
                new PortQuarantine(new Version(epoch, target.since()))
                        .judge(standings, fleet.times().maxStale(), now.time())
                    instanceof PortQuarantine.Verdict.Released;
          };
      if (isAgreed) {
        agreed.add(target);
      }
    }
    for (int from = 0; from < agreed.size(); from += MOST_IN_TRANSACTION) {
      List<RoutingRows.Going> some =
          agreed.subList(from, Math.min(agreed.size(), from + MOST_IN_TRANSACTION));
      boolean _ =
          store.update(
              Lane.REPORTS,
              tx -> {
                some.forEach(target -> end(tx, target, now));
                return true;
              });
    }
  }

  /** What was agreed on is that very draining, and not a later one. */
  private static void end(WriteTx tx, RoutingRows.Going target, Moment now) {
    TargetId id = target.target();
    boolean isSame =
        tx.find(Tables.TARGETS, id).filter(row -> row.state().equals(target.state())).isPresent();
    if (!isSame) {
      return;
    }
    switch (target.state()) {
      case Target.State.Active() -> {}
      case Target.State.Draining _ -> {
        var _ = TaskTargets.drained(tx, id, now.time(), IDLE);
      }
      case Target.State.Gone _ -> TaskTargets.release(tx, id);
    }
  }
}
