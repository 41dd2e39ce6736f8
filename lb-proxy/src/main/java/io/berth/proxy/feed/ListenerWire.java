package io.berth.proxy.feed;

import io.berth.proto.proxy.Forward;
import io.berth.proto.proxy.ListenerProtocol;
import io.berth.proto.proxy.Patterns;
import io.berth.proto.proxy.WeightedGroup;
import io.berth.proxy.route.Action;
import io.berth.proxy.route.BalancerId;
import io.berth.proxy.route.Condition;
import io.berth.proxy.route.GroupId;
import io.berth.proxy.route.Listener;
import io.berth.proxy.route.ListenerId;
import io.berth.proxy.route.Protocol;
import io.berth.proxy.route.Rule;
import io.berth.proxy.route.RuleId;
import java.util.ArrayList;
import java.util.List;

/**
 * Listeners with their rules, between the wire and our records; what it does not understand it
 * never leaves out.
 */
final class ListenerWire {
  private ListenerWire() {}

  static Listener read(io.berth.proto.proxy.Listener item) throws MalformedException {
    List<Rule> rules = new ArrayList<>();
    for (var rule : item.getRulesList()) {
      rules.add(rule(rule));
    }
    return new Listener(
        new ListenerId(item.getListenerId()),
        RoutingWire.contentHash(item.getContentHash()),
        new BalancerId(item.getBalancerId()),
        item.getPort(),
        protocol(item.getProtocol()),
        rules,
        action(item.getDefaultAction()),
        RoutingWire.features(item.getRequiresList()));
  }

  static io.berth.proto.proxy.Listener write(Listener item) {
    var listener =
        io.berth.proto.proxy.Listener.newBuilder()
            .setListenerId(item.id().text())
            .setContentHash(RoutingWire.write(item.contentHash()))
            .setBalancerId(item.balancerId().text())
            .setPort(item.port())
            .setProtocol(
                switch (item.protocol()) {
                  case HTTP -> ListenerProtocol.LISTENER_PROTOCOL_HTTP;
                  case TCP -> ListenerProtocol.LISTENER_PROTOCOL_TCP;
                })
            .setDefaultAction(write(item.defaultAction()))
            .addAllRequires(RoutingWire.sorted(item.requires()));
    item.rules().forEach(rule -> listener.addRules(write(rule)));
    return listener.build();
  }

  private static io.berth.proto.proxy.Rule write(Rule rule) {
    var written =
        io.berth.proto.proxy.Rule.newBuilder()
            .setRuleId(rule.id().text())
            .setPriority(rule.priority())
            .setAction(write(rule.action()));
    rule.conditions().forEach(condition -> written.addConditions(write(condition)));
    return written.build();
  }

  private static io.berth.proto.proxy.Condition write(Condition condition) {
    Patterns patterns = Patterns.newBuilder().addAllValues(condition.patterns()).build();
    var written = io.berth.proto.proxy.Condition.newBuilder();
    return switch (condition) {
      case Condition.Host _ -> written.setHost(patterns).build();
      case Condition.Path _ -> written.setPath(patterns).build();
    };
  }

  private static io.berth.proto.proxy.Action write(Action action) {
    var forward = Forward.newBuilder();
    switch (action) {
      case Action.Forward(List<Action.WeightedGroup> groups) ->
          groups.forEach(group ->
              forward.addGroups(
                  WeightedGroup.newBuilder()
                      .setGroupId(group.groupId().text())
                      .setWeight(group.weight())));
    }
    return io.berth.proto.proxy.Action.newBuilder().setForward(forward).build();
  }

  private static Protocol protocol(ListenerProtocol protocol) throws MalformedException {
    return switch (protocol) {
      case LISTENER_PROTOCOL_HTTP -> Protocol.HTTP;
      case LISTENER_PROTOCOL_TCP -> Protocol.TCP;
      case LISTENER_PROTOCOL_UNSPECIFIED ->
          throw MalformedException.invalid("a listener without protocol");
      case UNRECOGNIZED ->
          throw MalformedException.unknown("a listener's protocol is not known here");
    };
  }

  private static Rule rule(io.berth.proto.proxy.Rule rule) throws MalformedException {
    List<Condition> conditions = new ArrayList<>();
    for (var condition : rule.getConditionsList()) {
      conditions.add(condition(condition));
    }
    return new Rule(
        new RuleId(rule.getRuleId()), rule.getPriority(), conditions, action(rule.getAction()));
  }

  private static Condition condition(io.berth.proto.proxy.Condition condition)
      throws MalformedException {
    return switch (condition.getKindCase()) {
      case HOST -> new Condition.Host(condition.getHost().getValuesList());
      case PATH -> new Condition.Path(condition.getPath().getValuesList());
      case KIND_NOT_SET ->
          throw MalformedException.unknown("a condition is of a kind that is not known here");
    };
  }

  private static Action action(io.berth.proto.proxy.Action action) throws MalformedException {
    return switch (action.getKindCase()) {
      case FORWARD ->
          new Action.Forward(
              action.getForward().getGroupsList().stream()
                  .map(group ->
                      new Action.WeightedGroup(new GroupId(group.getGroupId()), group.getWeight()))
                  .toList());
      case KIND_NOT_SET ->
          throw MalformedException.unknown("an action is of a kind that is not known here");
    };
  }
}
