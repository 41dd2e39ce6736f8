package io.berth.scheduler.control;

import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.PlanHash;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;

/** Plans and deleted definitions go with the last task or deployment that refers to them. */
final class Leftovers {
  private Leftovers() {}

  static boolean isUsed(ReadTx tx, DefinitionId id) {
    return tx.rowsWith(Tables.TASKS, Tables.TASKS_BY_DEFINITION, id).iterator().hasNext()
        || tx.rowsWith(Tables.DEPLOYMENTS, Tables.DEPLOYMENTS_BY_DEFINITION, id)
            .iterator()
            .hasNext();
  }

  static void forget(WriteTx tx, DefinitionId id) {
    boolean deleted =
        tx.find(Tables.DEFINITIONS, id)
            .filter(found -> found.status() == TaskDefinition.Status.DELETE_IN_PROGRESS)
            .isPresent();
    if (deleted && !isUsed(tx, id)) {
      tx.remove(Tables.DEFINITIONS, id);
    }
  }

  static void forget(WriteTx tx, PlanHash plan) {
    boolean used =
        tx.sum(Tables.TASKS, Tables.USES_OF_PLAN, plan) > 0
            || tx.rowsWith(Tables.DEPLOYMENTS, Tables.DEPLOYMENTS_BY_PLAN, plan)
                .iterator()
                .hasNext();
    if (!used && tx.find(Tables.PLANS, plan).isPresent()) {
      tx.remove(Tables.PLANS, plan);
    }
  }
}
