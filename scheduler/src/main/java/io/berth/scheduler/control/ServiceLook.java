package io.berth.scheduler.control;

import io.berth.scheduler.reconcile.Plan;
import io.berth.scheduler.reconcile.Reconcile;
import io.berth.scheduler.reconcile.ServiceView;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One look at a service, after which all is done that was decided.
 *
 * @param plan what was decided
 * @param noRoom the tasks that found no place
 */
public record ServiceLook(Plan plan, Optional<NoRoom> noRoom) {

  /** The view must show what the transaction sees. */
  public static ServiceLook at(WriteTx tx, ServiceView view, RandomGenerator random, Instant now) {
    Plan plan = Reconcile.plan(view, now);
    return new ServiceLook(plan, ServiceSteps.run(tx, view.service(), plan, random, now));
  }
}
