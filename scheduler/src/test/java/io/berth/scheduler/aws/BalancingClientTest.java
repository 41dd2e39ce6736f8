package io.berth.scheduler.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.store.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateListenerException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidConfigurationRequestException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** The client of the AWS SDK builds up a balancer through the front, and takes it down again. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class BalancingClientTest {
  private FrontWorld world;
  private ElasticLoadBalancingV2Client client;

  @BeforeEach
  void open() throws IOException, StorageException {
    world = FrontWorld.open();
    client = world.balancingClient();
  }

  @AfterEach
  void close() {
    client.close();
    world.close();
  }

  @Test
  void balancerIsBuiltUpReadAndTakenDown() {
    LoadBalancer web = balancer("web");
    TargetGroup group = group("web");
    String listener = listener(web, 80, group);
    client.waiter().waitUntilLoadBalancerAvailable(one -> one.names("web"));
    client.createRule(one ->
        one.listenerArn(listener)
            .priority(10)
            .conditions(
                host -> host.field("host-header").hostHeaderConfig(c -> c.values("*.a.b")),
                path -> path.field("path-pattern").values("/api/*"))
            .actions(forward(group)));
    client.registerTargets(one ->
        one.targetGroupArn(group.targetGroupArn())
            .targets(target -> target.id("192.0.2.1").port(8080)));

    List<Rule> rules = client.describeRules(one -> one.listenerArn(listener)).rules();
    assertEquals(List.of("10", "default"), rules.stream().map(Rule::priority).toList());
    assertEquals(
        List.of("*.a.b"), rules.getFirst().conditions().getFirst().hostHeaderConfig().values());
    assertEquals(
        "initial",
        client
            .describeTargetHealth(one -> one.targetGroupArn(group.targetGroupArn()))
            .targetHealthDescriptions()
            .getFirst()
            .targetHealth()
            .stateAsString());
    assertEquals(
        web.createdTime(), client.describeLoadBalancers().loadBalancers().getFirst().createdTime());

    assertThrows(
        ResourceInUseException.class,
        () -> client.deleteTargetGroup(one -> one.targetGroupArn(group.targetGroupArn())));
    client.deleteLoadBalancer(one -> one.loadBalancerArn(web.loadBalancerArn()));
    client.waiter().waitUntilLoadBalancersDeleted(one -> one.names("web"));
    client.deregisterTargets(one ->
        one.targetGroupArn(group.targetGroupArn())
            .targets(target -> target.id("192.0.2.1").port(8080)));
    client
        .waiter()
        .waitUntilTargetDeregistered(one ->
            one.targetGroupArn(group.targetGroupArn())
                .targets(target -> target.id("192.0.2.1").port(8080)));
    client.deleteTargetGroup(one -> one.targetGroupArn(group.targetGroupArn()));
    assertEquals(List.of(), client.describeTargetGroups().targetGroups());
  }

  @Test
  void paginatorOfTheClientGoesThroughAll() {
    List<String> names = List.of("a", "b", "c", "d", "e");
    names.forEach(this::group);
    List<String> seen = new ArrayList<>();
    client
        .describeTargetGroupsPaginator(one -> one.pageSize(2))
        .targetGroups()
        .forEach(group -> seen.add(group.targetGroupName()));
    assertEquals(names, seen);
  }

  @Test
  void refusalsAreTheExceptionsThatTheClientKnows() {
    LoadBalancer web = balancer("web");
    TargetGroup group = group("web");
    TargetGroup other = group("other");
    String listener = listener(web, 80, group);
    Rule defaultRule = client.describeRules(one -> one.listenerArn(listener)).rules().getFirst();
    client.createRule(one ->
        one.listenerArn(listener)
            .priority(1)
            .conditions(path -> path.field("path-pattern").values("/a"))
            .actions(forward(group)));

    assertThrows(DuplicateListenerException.class, () -> listener(web, 80, other));
    assertThrows(
        LoadBalancerNotFoundException.class,
        () -> client.describeLoadBalancers(one -> one.names("ghost")));
    assertThrows(
        OperationNotPermittedException.class,
        () -> client.deleteRule(one -> one.ruleArn(defaultRule.ruleArn())));
    assertThrows(
        PriorityInUseException.class,
        () ->
            client.createRule(one ->
                one.listenerArn(listener)
                    .priority(1)
                    .conditions(path -> path.field("path-pattern").values("/b"))
                    .actions(forward(group))));
    InvalidConfigurationRequestException network =
        assertThrows(
            InvalidConfigurationRequestException.class,
            () ->
                client.createLoadBalancer(
                    one -> one.name("net").type(LoadBalancerTypeEnum.NETWORK)));
    assertEquals(
        "Type is not supported yet except with application",
        network.awsErrorDetails().errorMessage());
    ElasticLoadBalancingV2Exception unserved =
        assertThrows(
            ElasticLoadBalancingV2Exception.class, () -> client.describeSSLPolicies(_ -> {}));
    assertEquals("InvalidAction", unserved.awsErrorDetails().errorCode());
    assertTrue(unserved.awsErrorDetails().errorMessage().startsWith("DescribeSSLPolicies"));
  }

  private LoadBalancer balancer(String name) {
    return client
        .createLoadBalancer(one -> one.name(name).subnets("subnet-1", "subnet-2"))
        .loadBalancers()
        .getFirst();
  }

  private TargetGroup group(String name) {
    return client
        .createTargetGroup(one ->
            one.name(name)
                .protocol(ProtocolEnum.HTTP)
                .port(80)
                .vpcId("vpc-1")
                .targetType(TargetTypeEnum.IP))
        .targetGroups()
        .getFirst();
  }

  private String listener(LoadBalancer balancer, int port, TargetGroup group) {
    return client
        .createListener(one ->
            one.loadBalancerArn(balancer.loadBalancerArn())
                .protocol(ProtocolEnum.HTTP)
                .port(port)
                .defaultActions(forward(group)))
        .listeners()
        .getFirst()
        .listenerArn();
  }

  private static Action forward(TargetGroup group) {
    return Action.builder()
        .type(ActionTypeEnum.FORWARD)
        .targetGroupArn(group.targetGroupArn())
        .build();
  }
}
