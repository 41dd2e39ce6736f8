package io.berth.tests.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** Somebody with the AWS SDK who wants balancers before the services of the cluster. */
public final class ElbUser implements AutoCloseable {
  private static final int CONTAINER_PORT = 8080;
  private static final String DELAY = "deregistration_delay.timeout_seconds";

  private final ElasticLoadBalancingV2Client client;

  private ElbUser(ElasticLoadBalancingV2Client client) {
    this.client = client;
  }

  /** With the key that a scheduler leaves for clients on its machine. */
  static ElbUser of(Path schedulerDirectory) throws IOException {
    return new ElbUser(
        ApiAccess.of(schedulerDirectory).client(ElasticLoadBalancingV2Client.builder()));
  }

  public ElasticLoadBalancingV2Client client() {
    return client;
  }

  /** A balancer of this name, with a listener that sends everything to a group. */
  public LoadBalancer balance(String name, int port, String group) {
    LoadBalancer balancer =
        client.createLoadBalancer(request -> request.name(name)).loadBalancers().getFirst();
    var _ =
        client.createListener(request ->
            request
                .loadBalancerArn(balancer.loadBalancerArn())
                .protocol(ProtocolEnum.HTTP)
                .port(port)
                .defaultActions(
                    Action.builder().type(ActionTypeEnum.FORWARD).targetGroupArn(group).build()));
    return balancer;
  }

  /** A target group as it is when nothing but its name is said; answers its ARN. */
  public String group(String name) {
    TargetGroup group =
        client
            .createTargetGroup(
                request -> request.name(name).protocol(ProtocolEnum.HTTP).port(CONTAINER_PORT))
            .targetGroups()
            .getFirst();
    return group.targetGroupArn();
  }

  /** Changes how long requests in flight are waited for. */
  public void setDelay(String group, int seconds) {
    var _ =
        client.modifyTargetGroupAttributes(request ->
            request
                .targetGroupArn(group)
                .attributes(
                    TargetGroupAttribute.builder()
                        .key(DELAY)
                        .value(Integer.toString(seconds))
                        .build()));
  }

  /** How many targets a group has in each state. */
  public Map<String, Long> health(String group) {
    return client
        .describeTargetHealth(request -> request.targetGroupArn(group))
        .targetHealthDescriptions()
        .stream()
        .map(one -> one.targetHealth().stateAsString())
        .collect(Collectors.groupingBy(state -> state, Collectors.counting()));
  }

  /** All that the API tells about groups and their targets. */
  String dump() {
    StringBuilder text = new StringBuilder();
    for (TargetGroup group : client.describeTargetGroups(request -> {}).targetGroups()) {
      text.append(group).append('\n');
      List<TargetHealthDescription> targets =
          client
              .describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
              .targetHealthDescriptions();
      targets.forEach(target -> text.append("  ").append(target).append('\n'));
    }
    return text.toString();
  }

  @Override
  public void close() {
    client.close();
  }
}
