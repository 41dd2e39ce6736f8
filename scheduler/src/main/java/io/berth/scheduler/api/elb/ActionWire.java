package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.model.Action;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Actions of listeners and rules in the shapes of ELB. */
final class ActionWire {
  private static final int MOST_GROUPS = 5;
  private static final int HEAVIEST = 999;
  private static final int MOST_ORDER = 50_000;

  private ActionWire() {}

  /** Kinds that are not done yet were refused before; exactly one is left to say. */
  static Action read(
      ReadTx state,
      BalancingArns arns,
      Collection<software.amazon.awssdk.services.elasticloadbalancingv2.model.Action> given) {
    Ask.that(!given.isEmpty(), "An action must be specified");
    if (given.size() > 1) {
      throw ApiError.sender("TooManyActions", "Only one action of type 'forward' can be specified");
    }
    var action = given.iterator().next();
    Ask.text(action.typeAsString(), "An action type");
    Ask.numberOr(1, action.order(), 1, MOST_ORDER, "Action order");
    List<Action.Share> shares = shares(state, arns, action.forwardConfig());
    if (action.targetGroupArn() != null) {
      Action.Share named = new Action.Share(group(state, arns, action.targetGroupArn()), 1);
      Ask.that(
          shares.isEmpty()
              || (shares.size() == 1 && shares.getFirst().group().equals(named.group())),
          "A target group ARN and a forward configuration with other target groups cannot be"
              + " specified together");
      return new Action.Forward(shares.isEmpty() ? List.of(named) : shares);
    }
    Ask.that(!shares.isEmpty(), "A target group ARN must be specified");
    return new Action.Forward(shares);
  }

  static software.amazon.awssdk.services.elasticloadbalancingv2.model.Action write(
      ReadTx state, BalancingArns arns, Action action) {
    return switch (action) {
      case Action.Forward(var shares) -> forward(state, arns, shares);
    };
  }

  private static software.amazon.awssdk.services.elasticloadbalancingv2.model.Action forward(
      ReadTx state, BalancingArns arns, List<Action.Share> shares) {
    List<TargetGroupTuple> groups = new ArrayList<>();
    for (Action.Share share : shares) {
      String arn = arns.group(state.find(Tables.TARGET_GROUPS, share.group()).orElseThrow());
      groups.add(TargetGroupTuple.builder().targetGroupArn(arn).weight(share.weight()).build());
    }
    return software.amazon.awssdk.services.elasticloadbalancingv2.model.Action.builder()
        .type(ActionTypeEnum.FORWARD)
        .targetGroupArn(groups.size() == 1 ? groups.getFirst().targetGroupArn() : null)
        .order(1)
        .forwardConfig(config ->
            config
                .targetGroups(groups)
                .targetGroupStickinessConfig(stickiness -> stickiness.enabled(false)))
        .build();
  }

  private static List<Action.Share> shares(
      ReadTx state, BalancingArns arns, @Nullable ForwardActionConfig config) {
    if (config == null) {
      return List.of();
    }
    List<TargetGroupTuple> given =
        Ask.list(config.targetGroups(), MOST_GROUPS, "target groups of an action");
    List<Action.Share> shares = new ArrayList<>();
    for (TargetGroupTuple tuple : given) {
      shares.add(
          new Action.Share(
              group(state, arns, tuple.targetGroupArn()),
              Ask.numberOr(1, tuple.weight(), 0, HEAVIEST, "Target group weight")));
    }
    long distinct = shares.stream().map(Action.Share::group).distinct().count();
    Ask.that(distinct == shares.size(), "A target group cannot be specified twice in an action");
    return shares;
  }

  private static TargetGroupId group(ReadTx state, BalancingArns arns, String arn) {
    return Found.group(state, arns.readGroup(arn)).id();
  }
}
