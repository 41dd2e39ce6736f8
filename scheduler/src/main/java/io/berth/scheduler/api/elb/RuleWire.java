package io.berth.scheduler.api.elb;

import io.berth.scheduler.control.RuleCommands;
import io.berth.scheduler.model.Action;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.Condition;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Rules in the shapes of ELB, where the default action of a listener is one of them, the last. */
final class RuleWire {
  private RuleWire() {}

  /**
   * A rule as users see it.
   *
   * @param priority empty: it is the default one
   */
  record Shown(
      RuleId id,
      Listener listener,
      OptionalInt priority,
      List<Condition> conditions,
      Action action) {

    static Shown of(ReadTx state, Rule rule) {
      return of(state.find(Tables.LISTENERS, rule.listener()).orElseThrow(), rule);
    }

    private static Shown of(Listener listener, Rule rule) {
      return new Shown(
          rule.id(), listener, OptionalInt.of(rule.priority()), rule.conditions(), rule.action());
    }

    private static Shown ofDefault(Listener listener) {
      return new Shown(
          listener.defaultRule(),
          listener,
          OptionalInt.empty(),
          List.of(),
          listener.defaultAction());
    }

    /** By listener, then by priority, the default one last. */
    String place() {
      return String.format("%s %05d", listener.id(), priority.orElse(99_999));
    }
  }

  /** The rules of a listener in their order. */
  static List<Shown> of(ReadTx state, Listener listener) {
    List<Shown> rules = new ArrayList<>();
    RuleCommands.rules(state, listener.id()).forEach(rule -> rules.add(Shown.of(listener, rule)));
    rules.add(Shown.ofDefault(listener));
    return rules;
  }

  static software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule write(
      ReadTx state, BalancingArns arns, Shown rule) {
    Balancer balancer = state.find(Tables.BALANCERS, rule.listener().balancer()).orElseThrow();
    boolean isDefault = rule.priority().isEmpty();
    return software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule.builder()
        .ruleArn(arns.rule(balancer, rule.listener(), rule.id()))
        .priority(isDefault ? "default" : String.valueOf(rule.priority().getAsInt()))
        .conditions(rule.conditions().stream().map(ConditionWire::write).toList())
        .actions(ActionWire.write(state, arns, rule.action()))
        .isDefault(isDefault)
        .build();
  }
}
