package io.berth.scheduler.control;

import io.berth.scheduler.model.Target;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends the draining of targets whose deregistration delay is over, whatever proxies say or do not
 * say. A turn takes a bounded number of steps.
 */
public final class TargetDrains {
  private static final int STEPS = 200;
  private static final String OVER = "the deregistration delay is over";

  private final StateStore store;

  public TargetDrains(StateStore store) {
    this.store = store;
  }

  /** When the next one is over; empty while nothing drains. */
  public static Optional<Instant> next(ReadTx state) {
    for (Target target : state.rowsBy(Tables.TARGETS, Tables.TARGETS_BY_DRAIN_END)) {
      if (target.state() instanceof Target.State.Draining(_, var until)) {
        return Optional.of(until);
      }
    }
    return Optional.empty();
  }

  /** Ends some of those that are over; answers how many, a full turn when there may be more. */
  public int turn(Instant now) {
    return store.update(
        Lane.LOOPS,
        tx -> {
          List<Target> over = new ArrayList<>();
          for (Target target : tx.rowsBy(Tables.TARGETS, Tables.TARGETS_BY_DRAIN_END)) {
            boolean isOver =
                target.state() instanceof Target.State.Draining(_, var until)
                    && !until.isAfter(now);
            if (!isOver || over.size() == STEPS) {
              break;
            }
            over.add(target);
          }
          over.forEach(target -> TaskTargets.drained(tx, target.id(), now, OVER));
          return over.size();
        });
  }
}
