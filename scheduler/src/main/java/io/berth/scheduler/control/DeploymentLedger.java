package io.berth.scheduler.control;

import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Deployment.Setbacks;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.reconcile.Throttle;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts which tasks of a deployment ran and which never did. It is written with the report that
 * tells it, so that each task counts once.
 */
final class DeploymentLedger {
  private DeploymentLedger() {}

  static void noticed(WriteTx tx, Task before, Task after, Instant now) {
    boolean ranBefore = hasRun(before);
    if (!ranBefore && hasRun(after)) {
      change(tx, after, Setbacks.NONE, now);
    } else if (!ranBefore && before.isWanted() && !after.isWanted()) {
      deployment(tx, after)
          .ifPresent(known -> write(tx, known, Throttle.failed(known.setbacks(), now), now));
    }
  }

  private static boolean hasRun(Task task) {
    Sighting sighting = task.sighting();
    return sighting.phase() == Sighting.Phase.RUNNING || sighting.times().startedAt().isPresent();
  }

  private static void change(WriteTx tx, Task task, Setbacks setbacks, Instant now) {
    deployment(tx, task).ifPresent(known -> write(tx, known, setbacks, now));
  }

  private static Optional<Deployment> deployment(WriteTx tx, Task task) {
    return task.order()
        .membership()
        .map(Membership::deployment)
        .flatMap(id -> tx.find(Tables.DEPLOYMENTS, id));
  }

  private static void write(WriteTx tx, Deployment known, Setbacks setbacks, Instant now) {
    if (!known.setbacks().equals(setbacks)) {
      tx.update(Tables.DEPLOYMENTS, known.with(setbacks, now));
    }
  }
}
