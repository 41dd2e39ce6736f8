package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.model.Action;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which balancer sends requests to a target group: kept in the group's row, so that nobody goes
 * through all rules to know it. Whoever changes listeners or rules asks here before and settles
 * after.
 */
final class GroupUses {
  private GroupUses() {}

  /** Why a balancer may not send requests to the groups of an action; empty if it may. */
  static Optional<Refusal> objection(ReadTx tx, BalancerId balancer, Action action) {
    for (TargetGroupId id : action.groups()) {
      Optional<TargetGroup> group = tx.find(Tables.TARGET_GROUPS, id);
      if (group.isEmpty()) {
        return Optional.of(
            new Refusal(Code.TARGET_GROUP_NOT_FOUND, "One or more target groups not found"));
      }
      if (group.get().balancer().filter(user -> !user.equals(balancer)).isPresent()) {
        return Optional.of(
            new Refusal(
                Code.TARGET_GROUP_ELSEWHERE,
                "The following target groups cannot be associated with more than one load"
                    + " balancer: "
                    + group.get().name()));
      }
    }
    return Optional.empty();
  }

  /** Writes into the groups what the balancer's listeners and rules say now. */
  static void settle(WriteTx tx, BalancerId balancer) {
    Set<TargetGroupId> used = used(tx, balancer);
    List<TargetGroup> before = new ArrayList<>();
    tx.rowsWith(Tables.TARGET_GROUPS, Tables.TARGET_GROUPS_BY_BALANCER, balancer)
        .forEach(before::add);
    for (TargetGroup group : before) {
      if (!used.remove(group.id())) {
        tx.update(Tables.TARGET_GROUPS, group.usedBy(Optional.empty()));
      }
    }
    for (TargetGroupId id : used) {
      TargetGroup group = tx.find(Tables.TARGET_GROUPS, id).orElseThrow();
      tx.update(Tables.TARGET_GROUPS, group.usedBy(Optional.of(balancer)));
    }
  }

  private static Set<TargetGroupId> used(ReadTx tx, BalancerId balancer) {
    Set<TargetGroupId> used = new HashSet<>();
    for (Listener listener :
        tx.rowsWith(Tables.LISTENERS, Tables.LISTENERS_BY_BALANCER, balancer)) {
      used.addAll(listener.defaultAction().groups());
      for (Rule rule : tx.rowsWith(Tables.RULES, Tables.RULES_BY_LISTENER, listener.id())) {
        used.addAll(rule.action().groups());
      }
    }
    return used;
  }
}
