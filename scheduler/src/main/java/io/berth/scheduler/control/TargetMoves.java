package io.berth.scheduler.control;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.Target.State;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ways of a target from state to state.
 *
 * <p>Active → draining: its task is to stop, or a user takes it out. Draining → active: a user
 * registers it again. Draining → gone: its requests are done, or their time is over. Active → gone:
 * its task has ended by itself, so there is nothing to wait for. Gone → no row: no proxy can send
 * to its port any more, so that others may have it. What a user has registered has no port of ours
 * to hold, and its row ends where others are gone.
 */
final class TargetMoves {
  private TargetMoves() {}

  /** No new requests from now on. */
  static Target drain(WriteTx tx, Target target, Instant now) {
    return switch (target.state()) {
      case State.Active() -> {
        var delay =
            tx.find(Tables.TARGET_GROUPS, target.group())
                .map(TargetGroup::deregistrationDelay)
                .orElseThrow();
        Target draining = target.in(new State.Draining(now, now.plus(delay)));
        tx.update(Tables.TARGETS, draining);
        yield draining;
      }
      case State.Draining _, State.Gone _ -> target;
    };
  }

  /** Requests may go to it again; what was thought of it before does not count. */
  static void revive(WriteTx tx, Target target, Instant now) {
    tx.update(Tables.TARGETS, target.in(new State.Active()).seen(TargetHealth.unjudged(now)));
  }

  /** Out of all tables; answers what is left of it. */
  static Optional<Target> end(WriteTx tx, Target target, Instant now) {
    return switch (target.state()) {
      case State.Active() -> ended(tx, target, now);
      case State.Draining _ -> ended(tx, target, now);
      case State.Gone _ -> Optional.of(target);
    };
  }

  /**
   * What users have registered by a host's name is where the host is: others are registered in the
   * place of those at its former address, in one version. What drains stays where it was, and so do
   * targets of tasks, whose ports are bound to the address that they began with.
   */
  static void follow(WriteTx tx, Host before, Host after, Instant now) {
    Optional<String> from = before.facts().addresses().stream().findFirst();
    Optional<String> to = after.facts().addresses().stream().findFirst();
    if (to.isEmpty() || to.equals(from)) {
      return;
    }
    List<Target> moving = new ArrayList<>();
    tx.rowsWith(Tables.TARGETS, Tables.TARGETS_BY_HAND, after.id().text()).forEach(moving::add);
    for (Target target : moving) {
      TargetMoves.end(tx, target, now);
      tx.insert(
          Tables.TARGETS,
          target.movedTo(new Target.Address(to.get(), target.address().port()), now));
    }
  }

  private static Optional<Target> ended(WriteTx tx, Target target, Instant now) {
    return switch (target.origin()) {
      case Target.Origin.ByHand() -> {
        tx.remove(Tables.TARGETS, target.id());
        yield Optional.empty();
      }
      case Target.Origin.OfTask _ -> {
        Target gone = target.in(new State.Gone(now));
        tx.update(Tables.TARGETS, gone);
        yield Optional.of(gone);
      }
    };
  }
}
