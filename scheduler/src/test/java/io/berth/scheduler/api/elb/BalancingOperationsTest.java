package io.berth.scheduler.api.elb;

import static io.berth.scheduler.api.elb.ElbWorld.forward;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.model.Host;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** What the operations of ELB answer when all is well. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class BalancingOperationsTest {
  private final ElbWorld world = new ElbWorld();

  @Test
  void everyOperationOfTheModelIsServedOrRefusedByItsName() {
    Set<String> model =
        Stream.of(ElasticLoadBalancingV2Client.class.getMethods())
            .filter(method -> method.getParameterCount() == 1)
            .map(method -> method.getParameterTypes()[0])
            .filter(AwsRequest.class::isAssignableFrom)
            .map(type -> type.getSimpleName().replace("Request", ""))
            // The wire has its own spelling of this one.
            .map(name -> name.equals("DescribeSslPolicies") ? "DescribeSSLPolicies" : name)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> ours = world.operations().stream().map(Operation::name).toList();
    assertEquals(model, new TreeSet<>(ours));
    assertEquals(ours.size(), new HashSet<>(ours).size());

    Operation<?, ?> unserved =
        world.operations().stream()
            .filter(one -> one.name().equals("SetSubnets"))
            .findFirst()
            .orElseThrow();
    ApiError error =
        assertThrows(
            ApiError.class,
            () -> ElbWorld.answer(unserved, unserved.newRequest().get().finished().get()));
    assertEquals("InvalidAction", error.code());
    assertEquals("SetSubnets is not supported yet", error.sentence());
  }

  @Test
  void balancerGivesBackWhatItWasMadeWith() {
    LoadBalancer made =
        world
            .call(
                CreateLoadBalancerResponse.class,
                CreateLoadBalancerRequest.builder()
                    .name("web")
                    .subnets("subnet-1", "subnet-2")
                    .securityGroups("sg-1")
                    .scheme("internal")
                    .type("application")
                    .ipAddressType("dualstack")
                    .build())
            .loadBalancers()
            .getFirst();
    assertEquals("active", made.state().codeAsString());
    assertEquals("application", made.typeAsString());
    assertEquals("internal", made.schemeAsString());
    assertEquals("dualstack", made.ipAddressTypeAsString());
    assertEquals(List.of("sg-1"), made.securityGroups());
    assertEquals(
        List.of("subnet-1", "subnet-2"),
        made.availabilityZones().stream().map(zone -> zone.subnetId()).toList());
    assertTrue(made.dnsName().endsWith(".elb.localhost"));
    assertTrue(
        made.loadBalancerArn()
            .matches(
                "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/web/"
                    + "[0-9a-f]{16}"));
    assertEquals(List.of(made), balancers(DescribeLoadBalancersRequest.builder().build()));
    assertEquals(
        List.of(made), balancers(DescribeLoadBalancersRequest.builder().names("web").build()));
  }

  @Test
  void pagesGoThroughAllOnceAndHoldWhatComesAndGoes() {
    List<String> names = List.of("a", "b", "c", "d", "e");
    names.forEach(world::balancer);
    List<String> seen = new ArrayList<>();
    @Nullable String marker = null;
    do {
      DescribeLoadBalancersResponse page =
          world.call(
              DescribeLoadBalancersResponse.class,
              DescribeLoadBalancersRequest.builder().pageSize(2).marker(marker).build());
      page.loadBalancers().forEach(balancer -> seen.add(balancer.loadBalancerName()));
      marker = page.nextMarker();
      if (seen.size() == 2) {
        delete(balancers(DescribeLoadBalancersRequest.builder().names("b").build()).getFirst());
      }
    } while (marker != null);
    assertEquals(names, seen);
  }

  @Test
  void attributesHaveTheirUsualValuesUntilTheyAreSet() {
    LoadBalancer web = world.balancer("web");
    Map<String, String> usual = attributes(web);
    assertEquals("60", usual.get("idle_timeout.timeout_seconds"));
    assertEquals("", usual.get("access_logs.s3.bucket"));
    world.call(
        ModifyLoadBalancerAttributesResponse.class,
        ModifyLoadBalancerAttributesRequest.builder()
            .loadBalancerArn(web.loadBalancerArn())
            .attributes(
                attribute("idle_timeout.timeout_seconds", "5"),
                attribute("access_logs.s3.enabled", "false"),
                attribute("deletion_protection.enabled", "true"))
            .build());
    assertEquals("5", attributes(web).get("idle_timeout.timeout_seconds"));
    world.refused(
        "OperationNotPermitted",
        DeleteLoadBalancerRequest.builder().loadBalancerArn(web.loadBalancerArn()).build());
  }

  @Test
  void whatIsNotThereIsDeletedAlready() {
    LoadBalancer web = world.balancer("web");
    TargetGroup group = world.group("group");
    delete(web);
    delete(web);
    for (int time = 0; time < 2; time++) {
      world.call(
          DeleteTargetGroupResponse.class,
          DeleteTargetGroupRequest.builder().targetGroupArn(group.targetGroupArn()).build());
    }
    assertEquals(List.of(), balancers(DescribeLoadBalancersRequest.builder().build()));
  }

  @Test
  void arnWithTheNameOfAnotherThingIsTheArnOfNothing() {
    LoadBalancer web = world.balancer("web");
    String wrong = web.loadBalancerArn().replace("/web/", "/wob/");
    world.refused(
        "LoadBalancerNotFound",
        DescribeLoadBalancersRequest.builder().loadBalancerArns(wrong).build());
    world.call(
        DeleteLoadBalancerResponse.class,
        DeleteLoadBalancerRequest.builder().loadBalancerArn(wrong).build());
    assertEquals(List.of(web), balancers(DescribeLoadBalancersRequest.builder().build()));
  }

  @Test
  void groupNamesItsBalancerAndItsUsualCheck() {
    LoadBalancer web = world.balancer("web");
    TargetGroup group = world.group("group");
    world.group("unused");
    assertEquals(List.of(), group.loadBalancerArns());
    world.listener(web, 80, group);
    TargetGroup used =
        world
            .call(
                DescribeTargetGroupsResponse.class,
                DescribeTargetGroupsRequest.builder()
                    .loadBalancerArn(web.loadBalancerArn())
                    .build())
            .targetGroups()
            .getFirst();
    assertEquals(List.of(web.loadBalancerArn()), used.loadBalancerArns());
    assertEquals("traffic-port", used.healthCheckPort());
    assertEquals("/", used.healthCheckPath());
    assertEquals(30, used.healthCheckIntervalSeconds());
    assertEquals(5, used.healthCheckTimeoutSeconds());
    assertEquals(5, used.healthyThresholdCount());
    assertEquals(2, used.unhealthyThresholdCount());
    assertEquals("200", used.matcher().httpCode());
    TargetGroup changed =
        world
            .call(
                ModifyTargetGroupResponse.class,
                ModifyTargetGroupRequest.builder()
                    .targetGroupArn(group.targetGroupArn())
                    .healthCheckPort("9000")
                    .matcher(matcher -> matcher.httpCode("200,300-399"))
                    .build())
            .targetGroups()
            .getFirst();
    assertEquals("9000", changed.healthCheckPort());
    assertEquals("200,300-399", changed.matcher().httpCode());
    assertEquals("/", changed.healthCheckPath());
  }

  @Test
  void rulesComeInTheirOrderWithTheDefaultOneLast() {
    TargetGroup group = world.group("group");
    String listener = world.listener(world.balancer("web"), 80, group);
    Rule ten = world.rule(listener, 10, group);
    Rule nine = world.rule(listener, 9, group);
    List<Rule> rules = rules(DescribeRulesRequest.builder().listenerArn(listener).build());
    assertEquals(List.of("9", "10", "default"), rules.stream().map(Rule::priority).toList());
    assertEquals(List.of(nine, ten), rules.subList(0, 2));
    assertTrue(rules.getLast().isDefault());
    assertEquals(List.of("/9/*"), nine.conditions().getFirst().pathPatternConfig().values());
    assertEquals(
        group.targetGroupArn(),
        nine.actions().getFirst().forwardConfig().targetGroups().getFirst().targetGroupArn());
    assertEquals(
        List.of(rules.getLast(), nine),
        rules(
                DescribeRulesRequest.builder()
                    .ruleArns(rules.getLast().ruleArn(), nine.ruleArn())
                    .build())
            .reversed());
  }

  @Test
  void ruleWithSeveralGroupsKeepsTheirWeights() {
    TargetGroup one = world.group("one");
    TargetGroup two = world.group("two");
    Rule rule = world.rule(world.listener(world.balancer("web"), 80, one), 1, one);
    Rule changed =
        world
            .call(
                ModifyRuleResponse.class,
                ModifyRuleRequest.builder()
                    .ruleArn(rule.ruleArn())
                    .actions(
                        forward(null).toBuilder()
                            .forwardConfig(config ->
                                config.targetGroups(
                                    first -> first.targetGroupArn(one.targetGroupArn()).weight(0),
                                    second -> second.targetGroupArn(two.targetGroupArn())))
                            .build())
                    .build())
            .rules()
            .getFirst();
    assertNull(changed.actions().getFirst().targetGroupArn());
    assertEquals(
        List.of(0, 1),
        changed.actions().getFirst().forwardConfig().targetGroups().stream()
            .map(tuple -> tuple.weight())
            .toList());
  }

  @Test
  void targetsAreToldWithTheirHealth() {
    TargetGroup group = world.group("group");
    register(group, "192.0.2.1", 8080);
    assertEquals("unused Target.NotInUse", health(group, "192.0.2.1", 8080));
    world.listener(world.balancer("web"), 80, group);
    assertEquals("initial Elb.RegistrationInProgress", health(group, "192.0.2.1", 8080));
    assertEquals("unused Target.NotRegistered", health(group, "192.0.2.1", null));
    assertEquals("unused Target.NotRegistered", health(group, "nobody", 1));
    assertEquals("8080", all(group).getFirst().healthCheckPort());
    world.call(
        DeregisterTargetsResponse.class,
        DeregisterTargetsRequest.builder()
            .targetGroupArn(group.targetGroupArn())
            .targets(one -> one.id("192.0.2.1").port(8080), one -> one.id("192.0.2.77"))
            .build());
    assertEquals("draining Target.DeregistrationInProgress", health(group, "192.0.2.1", 8080));
    register(group, "192.0.2.1", 8080);
    assertEquals("initial Elb.RegistrationInProgress", health(group, "192.0.2.1", 8080));
  }

  @Test
  void hostsAreTheInstancesOfAGroup() {
    Host host = world.join(7);
    TargetGroup group =
        world
            .call(
                CreateTargetGroupResponse.class,
                CreateTargetGroupRequest.builder().name("g").protocol("HTTP").port(80).build())
            .targetGroups()
            .getFirst();
    assertEquals("instance", group.targetTypeAsString());
    register(group, host.id().text(), 8080);
    assertEquals("unused Target.NotInUse", health(group, host.id().text(), 8080));
    world.refused(
        "InvalidTarget",
        RegisterTargetsRequest.builder()
            .targetGroupArn(group.targetGroupArn())
            .targets(one -> one.id("i-0123456789"))
            .build());
  }

  @Test
  void tagsAreAddedReadAndRemovedOnWhateverHasAnArn() {
    TargetGroup group = world.group("group");
    LoadBalancer web = world.balancer("web");
    String listener = world.listener(web, 80, group);
    List<String> arns =
        List.of(
            web.loadBalancerArn(),
            group.targetGroupArn(),
            listener,
            world.rule(listener, 1, group).ruleArn());
    world.call(
        AddTagsResponse.class,
        AddTagsRequest.builder()
            .resourceArns(arns)
            .tags(one -> one.key("a").value("1"), one -> one.key("b"))
            .build());
    world.call(
        RemoveTagsResponse.class,
        RemoveTagsRequest.builder().resourceArns(arns).tagKeys("b", "ghost").build());
    var described =
        world
            .call(
                DescribeTagsResponse.class,
                DescribeTagsRequest.builder().resourceArns(arns).build())
            .tagDescriptions();
    assertEquals(arns, described.stream().map(one -> one.resourceArn()).toList());
    described.forEach(one -> assertEquals("[Tag(Key=a, Value=1)]", String.valueOf(one.tags())));
  }

  private void register(TargetGroup group, String id, int port) {
    world.call(
        RegisterTargetsResponse.class,
        RegisterTargetsRequest.builder()
            .targetGroupArn(group.targetGroupArn())
            .targets(one -> one.id(id).port(port))
            .build());
  }

  private String health(TargetGroup group, String id, @Nullable Integer port) {
    var health =
        world
            .call(
                DescribeTargetHealthResponse.class,
                DescribeTargetHealthRequest.builder()
                    .targetGroupArn(group.targetGroupArn())
                    .targets(one -> one.id(id).port(port))
                    .build())
            .targetHealthDescriptions()
            .getFirst()
            .targetHealth();
    return health.stateAsString() + " " + health.reasonAsString();
  }

  private List<TargetHealthDescription> all(TargetGroup group) {
    return world
        .call(
            DescribeTargetHealthResponse.class,
            DescribeTargetHealthRequest.builder().targetGroupArn(group.targetGroupArn()).build())
        .targetHealthDescriptions();
  }

  private List<LoadBalancer> balancers(SdkPojo request) {
    return world.call(DescribeLoadBalancersResponse.class, request).loadBalancers();
  }

  private List<Rule> rules(SdkPojo request) {
    return world.call(DescribeRulesResponse.class, request).rules();
  }

  private void delete(LoadBalancer balancer) {
    world.call(
        DeleteLoadBalancerResponse.class,
        DeleteLoadBalancerRequest.builder().loadBalancerArn(balancer.loadBalancerArn()).build());
  }

  private Map<String, String> attributes(LoadBalancer balancer) {
    return world
        .call(
            DescribeLoadBalancerAttributesResponse.class,
            DescribeLoadBalancerAttributesRequest.builder()
                .loadBalancerArn(balancer.loadBalancerArn())
                .build())
        .attributes()
        .stream()
        .collect(Collectors.toMap(LoadBalancerAttribute::key, LoadBalancerAttribute::value));
  }

  private static LoadBalancerAttribute attribute(String key, String value) {
    return LoadBalancerAttribute.builder().key(key).value(value).build();
  }
}
