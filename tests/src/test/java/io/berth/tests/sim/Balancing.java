package io.berth.tests.sim;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/**
 * The balancer of a run: one port, and a group for each path. The delay of the last group is so
 * short that slow requests take longer; the others have the usual one.
 */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
final class Balancing {
  static final int GROUPS = 3;
  private static final int SHORT_DELAY_SECONDS = 6;

  private final Front front;
  private final List<String> groups = new ArrayList<>();

  Balancing(Front front) {
    this.front = front;
  }

  /** How requests for a group are addressed. */
  static String path(int group) {
    return "/" + group + "/page";
  }

  /** The name of a group, for users. */
  String group(int number) {
    return groups.get(number);
  }

  /** Everything is made through the API, before anything goes wrong. */
  void make() {
    for (int number = 0; number < GROUPS; number++) {
      groups.add(newGroup("group-" + number));
    }
    set(
        ModifyTargetGroupAttributesRequest.builder()
            .targetGroupArn(groups.getLast())
            .attributes(
                TargetGroupAttribute.builder()
                    .key("deregistration_delay.timeout_seconds")
                    .value(String.valueOf(SHORT_DELAY_SECONDS))
                    .build())
            .build());
    var balancer =
        (CreateLoadBalancerResponse) set(CreateLoadBalancerRequest.builder().name("front").build());
    var listener =
        (CreateListenerResponse)
            set(
                CreateListenerRequest.builder()
                    .loadBalancerArn(balancer.loadBalancers().getFirst().loadBalancerArn())
                    .protocol("HTTP")
                    .port(Exchange.PORT)
                    .defaultActions(forward(groups.getFirst()))
                    .build());
    for (int number = 1; number < GROUPS; number++) {
      set(
          CreateRuleRequest.builder()
              .listenerArn(listener.listeners().getFirst().listenerArn())
              .priority(number)
              .conditions(
                  RuleCondition.builder().field("path-pattern").values("/" + number + "/*").build())
              .actions(forward(groups.get(number)))
              .build());
    }
  }

  private String newGroup(String name) {
    var made =
        (CreateTargetGroupResponse)
            set(
                CreateTargetGroupRequest.builder()
                    .name(name)
                    .protocol("HTTP")
                    .port(80)
                    .targetType("ip")
                    .healthCheckIntervalSeconds(5)
                    .healthCheckTimeoutSeconds(2)
                    .healthyThresholdCount(2)
                    .unhealthyThresholdCount(2)
                    .build());
    return made.targetGroups().getFirst().targetGroupArn();
  }

  private static Action forward(String group) {
    return Action.builder().type("forward").targetGroupArn(group).build();
  }

  private SdkPojo set(SdkPojo request) {
    return switch (front.now(request)) {
      case Front.Answer(SdkPojo content) -> content;
      case Front.Refused(String code) ->
          throw new IllegalStateException(request.getClass().getSimpleName() + ": " + code);
      case Front.Nothing() -> throw new IllegalStateException("nobody has answered");
    };
  }
}
