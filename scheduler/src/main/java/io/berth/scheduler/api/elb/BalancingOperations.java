package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.Operation;
import io.berth.scheduler.control.BalancerCommands;
import io.berth.scheduler.control.ListenerCommands;
import io.berth.scheduler.control.RuleCommands;
import io.berth.scheduler.control.TagCommands;
import io.berth.scheduler.control.TargetCommands;
import io.berth.scheduler.control.TargetGroupCommands;
import io.berth.scheduler.store.StateStore;
import java.util.ArrayList;
import java.util.List;

/** Every operation of ELB: those that are served, and those that are refused by their name. */
public final class BalancingOperations {
  private final StateStore store;
  private final Commands commands;

  public BalancingOperations(StateStore store, Commands commands) {
    this.store = store;
    this.commands = commands;
  }

  /** What the operations are carried out by. */
  public record Commands(
      BalancerCommands balancers,
      ListenerCommands listeners,
      RuleCommands rules,
      TargetGroupCommands groups,
      TargetCommands targets,
      TagCommands tags) {}

  public List<Operation<?, ?>> all() {
    List<Operation<?, ?>> all = new ArrayList<>();
    all.addAll(new BalancerOperations(store, commands.balancers()).all());
    all.addAll(new ListenerOperations(store, commands.listeners()).all());
    all.addAll(new RuleOperations(store, commands.rules()).all());
    all.addAll(new TargetGroupOperations(store, commands.groups()).all());
    all.addAll(new TargetOperations(store, commands.targets()).all());
    all.addAll(new BalancingTagOperations(store, commands.tags()).all());
    all.addAll(UnservedOperations.all());
    return all;
  }

  static Operation.Name name(String operation) {
    return new Operation.Name("elasticloadbalancing", operation);
  }
}
