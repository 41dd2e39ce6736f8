package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.Effects;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.Refusals;
import io.berth.scheduler.api.elb.BalancingArns.NamedRule;
import io.berth.scheduler.control.RuleCommands;
import io.berth.scheduler.model.Action;
import io.berth.scheduler.model.Condition;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;

/** The operations of ELB about rules. */
final class RuleOperations {
  private static final int MOST_NAMED = 200;
  private static final int LAST_PRIORITY = 50_000;

  private final StateStore store;
  private final RuleCommands commands;

  RuleOperations(StateStore store, RuleCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            BalancingOperations.name("CreateRule"),
            CreateRuleRequest::builder,
            CreateRuleResponse.class,
            this::create),
        Operation.of(
            BalancingOperations.name("DescribeRules"),
            DescribeRulesRequest::builder,
            DescribeRulesResponse.class,
            this::describe),
        Operation.of(
            BalancingOperations.name("ModifyRule"),
            ModifyRuleRequest::builder,
            ModifyRuleResponse.class,
            this::modify),
        Operation.of(
            BalancingOperations.name("SetRulePriorities"),
            SetRulePrioritiesRequest::builder,
            SetRulePrioritiesResponse.class,
            this::setPriorities),
        Operation.of(
            BalancingOperations.name("DeleteRule"),
            DeleteRuleRequest::builder,
            DeleteRuleResponse.class,
            this::delete));
  }

  private CreateRuleResponse create(Caller caller, CreateRuleRequest request) {
    Effects.refuseUnsupported("CreateRule", request);
    BalancingArns arns = BalancingArns.of(caller);
    ReadTx state = store.snapshot();
    Listener listener = Found.listener(state, arns.readListener(request.listenerArn()));
    Rule made =
        Refusals.done(
            commands.create(
                new RuleCommands.NewRule(
                    listener.id(),
                    Ask.number(request.priority(), 1, LAST_PRIORITY, "A rule priority"),
                    ConditionWire.read(request.conditions()),
                    ActionWire.read(state, arns, request.actions()),
                    BalancingTags.read(request.tags()))));
    return CreateRuleResponse.builder().rules(written(arns, made)).build();
  }

  private DescribeRulesResponse describe(Caller caller, DescribeRulesRequest request) {
    List<String> ofListener =
        request.listenerArn() == null ? List.of() : List.of(request.listenerArn());
    Ask.onlyOne(
        "A listener ARN and rule ARNs cannot be specified together",
        ofListener,
        request.ruleArns());
    BalancingArns arns = BalancingArns.of(caller);
    ReadTx state = store.snapshot();
    List<RuleWire.Shown> asked = new ArrayList<>();
    if (ofListener.isEmpty()) {
      for (String arn : Ask.list(request.ruleArns(), MOST_NAMED, "Rule ARNs")) {
        asked.add(shown(state, arns.readRule(arn)));
      }
      asked.sort(Comparator.comparing(RuleWire.Shown::place));
    } else {
      asked.addAll(
          RuleWire.of(state, Found.listener(state, arns.readListener(request.listenerArn()))));
    }
    Pages pages = Pages.of("DescribeRules", request.pageSize(), request.marker());
    Pages.Page<RuleWire.Shown> page = pages.cut(asked, RuleWire.Shown::place);
    return DescribeRulesResponse.builder()
        .rules(page.items().stream().map(rule -> RuleWire.write(state, arns, rule)).toList())
        .nextMarker(page.marker())
        .build();
  }

  private ModifyRuleResponse modify(Caller caller, ModifyRuleRequest request) {
    Effects.refuseUnsupported("ModifyRule", request);
    BalancingArns arns = BalancingArns.of(caller);
    ReadTx state = store.snapshot();
    NamedRule named = arns.readRule(request.ruleArn());
    shown(state, named);
    Optional<List<Condition>> conditions =
        request.conditions().isEmpty()
            ? Optional.empty()
            : Optional.of(ConditionWire.read(request.conditions()));
    Optional<Action> action =
        request.actions().isEmpty()
            ? Optional.empty()
            : Optional.of(ActionWire.read(state, arns, request.actions()));
    Rule changed = Refusals.done(commands.modify(named.forCommands(), conditions, action));
    return ModifyRuleResponse.builder().rules(written(arns, changed)).build();
  }

  private SetRulePrioritiesResponse setPriorities(Caller caller, SetRulePrioritiesRequest request) {
    BalancingArns arns = BalancingArns.of(caller);
    Map<RuleCommands.Named, Integer> priorities = new LinkedHashMap<>();
    for (RulePriorityPair pair :
        Ask.list(request.rulePriorities(), MOST_NAMED, "Rule priorities")) {
      NamedRule named = arns.readRule(pair.ruleArn());
      shown(store.snapshot(), named);
      int priority = Ask.number(pair.priority(), 1, LAST_PRIORITY, "A rule priority");
      Ask.that(
          priorities.put(named.forCommands(), priority) == null,
          "A rule cannot be specified twice");
    }
    List<Rule> changed = Refusals.done(commands.setPriorities(priorities));
    return SetRulePrioritiesResponse.builder()
        .rules(changed.stream().map(rule -> written(arns, rule)).toList())
        .build();
  }

  private DeleteRuleResponse delete(Caller caller, DeleteRuleRequest request) {
    NamedRule named = BalancingArns.of(caller).readRule(request.ruleArn());
    shown(store.snapshot(), named);
    Refusals.done(commands.delete(named.forCommands()));
    return DeleteRuleResponse.builder().build();
  }

  /** The rule that an ARN names, unless it is a default one, which has no tags of its own. */
  static RuleId existing(ReadTx state, NamedRule named) {
    RuleWire.Shown rule = shown(state, named);
    Ask.that(rule.priority().isPresent(), "A default rule has the tags of its listener");
    return rule.id();
  }

  private static RuleWire.Shown shown(ReadTx state, NamedRule named) {
    return Found.find(state, named.listener()).stream()
        .flatMap(listener -> RuleWire.of(state, listener).stream())
        .filter(rule -> rule.id().equals(named.id()))
        .findFirst()
        .orElseThrow(() -> ApiError.sender("RuleNotFound", "One or more rules not found"));
  }

  private software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule written(
      BalancingArns arns, Rule rule) {
    ReadTx state = store.snapshot();
    return RuleWire.write(state, arns, RuleWire.Shown.of(state, rule));
  }
}
