package io.berth.tests.bench;

import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Somebody with the AWS SDK who sets up balancers, as users do. */
final class BalancerUser implements AutoCloseable {
  private final ElasticLoadBalancingV2Client client;

  BalancerUser(SchedulerServer scheduler) {
    this.client = scheduler.client(ElasticLoadBalancingV2Client.builder());
  }

  /** A balancer with a listener on a port, from which everything goes to one group. */
  String listener(int port, String groupArn) {
    String balancer =
        client
            .createLoadBalancer(request -> request.name("bench"))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    return client
        .createListener(request ->
            request
                .loadBalancerArn(balancer)
                .protocol("HTTP")
                .port(port)
                .defaultActions(forward(groupArn)))
        .listeners()
        .getFirst()
        .listenerArn();
  }

  String group(String name, TargetTypeEnum type) {
    return client
        .createTargetGroup(request ->
            request
                .name(name)
                .protocol("HTTP")
                .port(80)
                .targetType(type)
                .healthCheckPath(FrontPlan.HEALTH_PATH)
                .healthCheckIntervalSeconds((int) FrontPlan.CHECK_INTERVAL.toSeconds())
                .healthyThresholdCount(2))
        .targetGroups()
        .getFirst()
        .targetGroupArn();
  }

  void register(String groupArn, List<Integer> ports) {
    var _ =
        client.registerTargets(request ->
            request
                .targetGroupArn(groupArn)
                .targets(
                    ports.stream()
                        .map(port -> TargetDescription.builder().id("127.0.0.1").port(port).build())
                        .toList()));
  }

  void rule(String listenerArn, int priority, RuleCondition condition, String groupArn) {
    var _ =
        client.createRule(request ->
            request
                .listenerArn(listenerArn)
                .priority(priority)
                .conditions(condition)
                .actions(forward(groupArn)));
  }

  /** What is said of each target, draining ones included. */
  List<TargetHealthStateEnum> health(String groupArn) {
    return client
        .describeTargetHealth(request -> request.targetGroupArn(groupArn))
        .targetHealthDescriptions()
        .stream()
        .map(target -> target.targetHealth().state())
        .toList();
  }

  private static Action forward(String groupArn) {
    return Action.builder().type("forward").targetGroupArn(groupArn).build();
  }

  static RuleCondition path(String pattern) {
    return RuleCondition.builder().field("path-pattern").values(pattern).build();
  }

  static RuleCondition host(String name) {
    return RuleCondition.builder().field("host-header").values(name).build();
  }

  @Override
  public void close() {
    client.close();
  }
}
