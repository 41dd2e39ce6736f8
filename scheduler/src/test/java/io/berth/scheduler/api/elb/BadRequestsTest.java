package io.berth.scheduler.api.elb;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.aws.QueryCodec;
import io.berth.scheduler.aws.UnknownMembers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * A row per mistake that a client can make: the operation, its parameters as the Query protocol
 * writes them, the code that clients of ELB know for it, and a part of the sentence. Whatever is
 * refused changes nothing.
 */
class BadRequestsTest {
  private static final String INVALID = "ValidationError";
  private static final String LATER = "InvalidConfigurationRequest";
  private static final String LONG = "x".repeat(33);
  private static final String HUGE = "x".repeat(100_000);
  private static final String PREFIX = "arn:aws:elasticloadbalancing:us-east-1:000000000000:";
  private static final String NO_LB = PREFIX + "loadbalancer/app/ghost/0123456789abcdef";
  private static final String NO_TG = PREFIX + "targetgroup/ghost/0123456789abcdef";
  private static final String NO_LISTENER =
      PREFIX + "listener/app/ghost/0123456789abcdef/0123456789abcdef";
  private static final String NO_RULE =
      PREFIX + "listener-rule/app/ghost/0123456789abcdef/0123456789abcdef/0123456789abcdef";

  private final ElbWorld world = new ElbWorld();
  private final QueryCodec codec = new QueryCodec(new UnknownMembers());
  private final Map<String, String> arns = new HashMap<>();

  record Row(String operation, String code, String sentence, List<String> parameters) {
    @Override
    public String toString() {
      String shown = String.join("&", parameters);
      return operation + " " + shown.substring(0, Math.min(shown.length(), 100)) + " → " + code;
    }
  }

  private static Row row(String operation, String code, String sentence, String... parameters) {
    return new Row(operation, code, sentence, List.of(parameters));
  }

  @BeforeEach
  void someThings() {
    LoadBalancer web = world.balancer("web");
    LoadBalancer other = world.balancer("other");
    TargetGroup group = world.group("group");
    TargetGroup elsewhere = world.group("elsewhere");
    String listener = world.listener(web, 80, group);
    world.listener(other, 80, elsewhere);
    arns.put("LB", web.loadBalancerArn());
    arns.put("TG", group.targetGroupArn());
    arns.put("ELSEWHERE", elsewhere.targetGroupArn());
    arns.put("LISTENER", listener);
    arns.put("RULE", world.rule(listener, 1, group).ruleArn());
    world.rule(listener, 2, group);
    String defaultRule =
        world
            .call(
                DescribeRulesResponse.class,
                DescribeRulesRequest.builder().listenerArn(listener).build())
            .rules()
            .getLast()
            .ruleArn();
    arns.put("DEFAULT", defaultRule);
  }

  static Stream<Row> balancers() {
    String create = "CreateLoadBalancer";
    String modify = "ModifyLoadBalancerAttributes";
    return Stream.of(
        row(create, INVALID, "must be specified"),
        row(create, INVALID, "longer than '32'", "Name=" + LONG),
        row(create, INVALID, "letters, digits and hyphens", "Name=a_b"),
        row(create, INVALID, "begin or end", "Name=a-"),
        row(create, INVALID, "'internal-'", "Name=internal-a"),
        row(create, INVALID, "must be one of", "Name=a", "Scheme=hidden"),
        row(create, INVALID, "must be one of", "Name=a", "IpAddressType=ipv5"),
        row(create, INVALID, "together", "Name=a", "Subnets.1=s", "SubnetMappings.1.SubnetId=t"),
        row(create, INVALID, "different", "Name=a", "Subnets.1=s", "Subnets.2=s"),
        row(create, INVALID, "long names", "Name=a", "Subnets.1=" + HUGE),
        row(create, LATER, "Type is not supported yet", "Name=a", "Type=network"),
        row(create, LATER, "Type is not supported yet", "Name=a", "Type=" + HUGE),
        row(create, LATER, "AllocationId", "Name=a", "SubnetMappings.1.AllocationId=e"),
        row(create, LATER, "CustomerOwnedIpv4Pool", "Name=a", "CustomerOwnedIpv4Pool=p"),
        row(create, "DuplicateTagKeys", "twice", "Name=a", "Tags.1.Key=k", "Tags.2.Key=k"),
        row(create, INVALID, "tag key", "Name=a", "Tags.1.Value=v"),
        row(create, INVALID, "'aws:'", "Name=a", "Tags.1.Key=aws:x"),
        row(create, INVALID, "at most 128", "Name=a", "Tags.1.Key=" + HUGE),
        row(create, INVALID, "not allowed", "Name=a", "Tags.1.Key=a\nb"),
        row(create, "DuplicateLoadBalancerName", "'web'", "Name=web", "Scheme=internal"),
        row("DescribeLoadBalancers", "LoadBalancerNotFound", "ghost", "Names.1=ghost"),
        row("DescribeLoadBalancers", "LoadBalancerNotFound", "", "LoadBalancerArns.1=" + NO_LB),
        row("DescribeLoadBalancers", INVALID, "not a valid", "LoadBalancerArns.1=web"),
        row("DescribeLoadBalancers", INVALID, "not a valid", "LoadBalancerArns.1={TG}"),
        row("DescribeLoadBalancers", INVALID, "together", "LoadBalancerArns.1={LB}", "Names.1=w"),
        row("DescribeLoadBalancers", INVALID, "between 1 and 400", "PageSize=401"),
        row("DescribeLoadBalancers", INVALID, "Marker", "Marker=zz"),
        row("DescribeLoadBalancers", INVALID, "Marker", "Marker=" + HUGE),
        row("DeleteLoadBalancer", INVALID, "must be specified"),
        row("DeleteLoadBalancer", INVALID, "not a valid", "LoadBalancerArn=" + PREFIX),
        row(
            "DescribeLoadBalancerAttributes",
            "LoadBalancerNotFound",
            "",
            "LoadBalancerArn=" + NO_LB),
        row(modify, "LoadBalancerNotFound", "", "LoadBalancerArn=" + NO_LB),
        row(modify, INVALID, "must be specified", "LoadBalancerArn={LB}"),
        row(modify, INVALID, "not recognized", "LoadBalancerArn={LB}", "Attributes.1.Key=color"),
        row(modify, INVALID, "between 1 and 4000", attribute("idle_timeout.timeout_seconds", "0")),
        row(modify, INVALID, "between", attribute("idle_timeout.timeout_seconds", "soon")),
        row(modify, INVALID, "between", attribute("client_keep_alive.seconds", HUGE)),
        row(modify, INVALID, "one of", attribute("deletion_protection.enabled", "yes")),
        row(modify, LATER, "access_logs", attribute("access_logs.s3.enabled", "true")),
        row(
            modify,
            INVALID,
            "twice",
            "LoadBalancerArn={LB}",
            "Attributes.1.Key=idle_timeout.timeout_seconds",
            "Attributes.1.Value=1",
            "Attributes.2.Key=idle_timeout.timeout_seconds",
            "Attributes.2.Value=2"));
  }

  private static String[] attribute(String key, String value) {
    return new String[] {
      "LoadBalancerArn={LB}", "Attributes.1.Key=" + key, "Attributes.1.Value=" + value
    };
  }

  private static String[] group(String... more) {
    List<String> all = new ArrayList<>(List.of("Name=a", "Protocol=HTTP", "Port=80"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  static Stream<Row> groups() {
    String create = "CreateTargetGroup";
    String modify = "ModifyTargetGroup";
    return Stream.of(
        row(create, INVALID, "name must be specified", "Protocol=HTTP", "Port=80"),
        row(create, INVALID, "Protocol must be specified", "Name=a", "Port=80"),
        row(create, INVALID, "Port must be specified", "Name=a", "Protocol=HTTP"),
        row(create, INVALID, "between 1 and 65535", "Name=a", "Protocol=HTTP", "Port=0"),
        row(create, INVALID, "between 1 and 65535", "Name=a", "Protocol=HTTP", "Port=65536"),
        row(create, LATER, "Protocol is not supported yet", "Name=a", "Protocol=TCP", "Port=80"),
        row(create, LATER, "ProtocolVersion", group("ProtocolVersion=GRPC")),
        row(create, LATER, "TargetType", group("TargetType=lambda")),
        row(create, LATER, "IpAddressType", group("IpAddressType=ipv6")),
        row(create, LATER, "HealthCheckProtocol", group("HealthCheckProtocol=TCP")),
        row(create, LATER, "GrpcCode", group("Matcher.GrpcCode=0")),
        row(create, INVALID, "disabled", group("HealthCheckEnabled=false")),
        row(create, INVALID, "traffic-port", group("HealthCheckPort=http")),
        row(create, INVALID, "traffic-port", group("HealthCheckPort=65536")),
        row(create, INVALID, "begin with '/'", group("HealthCheckPath=health")),
        row(create, INVALID, "begin with '/'", group("HealthCheckPath=/" + HUGE)),
        row(create, INVALID, "begin with '/'", group("HealthCheckPath=/a b")),
        row(create, INVALID, "between 5 and 300", group("HealthCheckIntervalSeconds=4")),
        row(create, INVALID, "between 2 and 120", group("HealthCheckTimeoutSeconds=121")),
        row(
            create,
            INVALID,
            "smaller than",
            group("HealthCheckIntervalSeconds=5", "HealthCheckTimeoutSeconds=5")),
        row(create, INVALID, "between 2 and 10", group("HealthyThresholdCount=1")),
        row(create, INVALID, "must be codes", group("Matcher.HttpCode=200-500")),
        row(create, INVALID, "must be codes", group("Matcher.HttpCode=300-200")),
        row(create, INVALID, "must be codes", group("Matcher.HttpCode=200,,201")),
        row(create, INVALID, "must be codes", group("Matcher.HttpCode=" + many("200"))),
        row(create, "DuplicateTargetGroupName", "'group'", with(group(), "Name=group")),
        row("DescribeTargetGroups", "TargetGroupNotFound", "ghost", "Names.1=ghost"),
        row("DescribeTargetGroups", "TargetGroupNotFound", "", "TargetGroupArns.1=" + NO_TG),
        row("DescribeTargetGroups", "LoadBalancerNotFound", "", "LoadBalancerArn=" + NO_LB),
        row("DescribeTargetGroups", INVALID, "Only one", "LoadBalancerArn={LB}", "Names.1=a"),
        row(modify, INVALID, "must be specified"),
        row(modify, "TargetGroupNotFound", "", "TargetGroupArn=" + NO_TG),
        row(modify, INVALID, "smaller", "TargetGroupArn={TG}", "HealthCheckTimeoutSeconds=30"),
        row(modify, INVALID, "disabled", "TargetGroupArn={TG}", "HealthCheckEnabled=false"),
        row("DeleteTargetGroup", "ResourceInUse", "'group'", "TargetGroupArn={TG}"),
        row("DescribeTargetGroupAttributes", "TargetGroupNotFound", "", "TargetGroupArn=" + NO_TG),
        row(
            "ModifyTargetGroupAttributes",
            INVALID,
            "between 0 and 3600",
            "TargetGroupArn={TG}",
            "Attributes.1.Key=deregistration_delay.timeout_seconds",
            "Attributes.1.Value=3601"),
        row(
            "ModifyTargetGroupAttributes",
            LATER,
            "stickiness.enabled is not supported yet",
            "TargetGroupArn={TG}",
            "Attributes.1.Key=stickiness.enabled",
            "Attributes.1.Value=true"));
  }

  private static String many(String text) {
    return IntStream.range(0, 51).mapToObj(_ -> text).collect(Collectors.joining(","));
  }

  /** The first parameter of that name is replaced. */
  private static String[] with(String[] parameters, String other) {
    String name = other.substring(0, other.indexOf('=') + 1);
    return Stream.of(parameters)
        .map(one -> one.startsWith(name) ? other : one)
        .toArray(String[]::new);
  }

  private static final String[] LISTENER = {
    "LoadBalancerArn={LB}",
    "Protocol=HTTP",
    "Port=81",
    "DefaultActions.1.Type=forward",
    "DefaultActions.1.TargetGroupArn={TG}"
  };

  private static String[] listener(String... more) {
    return Stream.concat(Stream.of(LISTENER), Stream.of(more)).toArray(String[]::new);
  }

  static Stream<Row> listeners() {
    String create = "CreateListener";
    String tuple = "DefaultActions.1.ForwardConfig.TargetGroups.";
    return Stream.of(
        row(create, INVALID, "load balancer ARN must be specified"),
        row(create, "LoadBalancerNotFound", "", with(LISTENER, "LoadBalancerArn=" + NO_LB)),
        row(create, INVALID, "protocol must be specified", with(LISTENER, "Protocol=")),
        row(create, LATER, "Protocol is not supported", with(LISTENER, "Protocol=HTTPS")),
        row(create, INVALID, "between 1 and 65535", with(LISTENER, "Port=0")),
        row(create, "DuplicateListener", "'web'", listenerOnPort80Elsewhere()),
        row(
            create,
            "TargetGroupNotFound",
            "",
            with(LISTENER, "DefaultActions.1.TargetGroupArn=" + NO_TG)),
        row(
            create,
            "TargetGroupAssociationLimit",
            "elsewhere",
            with(LISTENER, "DefaultActions.1.TargetGroupArn={ELSEWHERE}")),
        row(create, INVALID, "An action must", "LoadBalancerArn={LB}", "Protocol=HTTP", "Port=81"),
        row(
            create,
            LATER,
            "DefaultActions[0].Type",
            with(LISTENER, "DefaultActions.1.Type=redirect")),
        row(
            create,
            "TooManyActions",
            "",
            listener("DefaultActions.2.Type=forward", "DefaultActions.2.TargetGroupArn={TG}")),
        row(
            create,
            INVALID,
            "between 0 and 999",
            listener(tuple + "1.TargetGroupArn={TG}", tuple + "1.Weight=1000")),
        row(
            create,
            INVALID,
            "twice",
            with(
                listener(
                    tuple + "1.TargetGroupArn={TG}",
                    tuple + "2.TargetGroupArn={TG}",
                    tuple + "2.Weight=2"),
                "DefaultActions.1.Order=1")),
        row(
            create,
            LATER,
            "Stickiness",
            listener("DefaultActions.1.ForwardConfig.TargetGroupStickinessConfig.Enabled=true")),
        row(create, LATER, "Certificates", listener("Certificates.1.CertificateArn=c")));
  }

  static Stream<Row> knownListeners() {
    return Stream.of(
        row("DescribeListeners", INVALID, "must be specified"),
        row(
            "DescribeListeners",
            INVALID,
            "together",
            "LoadBalancerArn={LB}",
            "ListenerArns.1={LISTENER}"),
        row("DescribeListeners", "ListenerNotFound", "", "ListenerArns.1=" + NO_LISTENER),
        row("DescribeListeners", "LoadBalancerNotFound", "", "LoadBalancerArn=" + NO_LB),
        row("ModifyListener", "ListenerNotFound", "", "ListenerArn=" + NO_LISTENER),
        row("ModifyListener", INVALID, "between", "ListenerArn={LISTENER}", "Port=65536"),
        row("ModifyListener", LATER, "Protocol", "ListenerArn={LISTENER}", "Protocol=TLS"),
        row("DeleteListener", "ListenerNotFound", "", "ListenerArn=" + NO_LISTENER),
        row("DeleteListener", INVALID, "not a valid listener", "ListenerArn={RULE}"));
  }

  private static String[] listenerOnPort80Elsewhere() {
    return listener(
        "Port=80",
        "DefaultActions.1.Order=7",
        "DefaultActions.1.ForwardConfig.TargetGroups.1.TargetGroupArn={TG}",
        "DefaultActions.1.ForwardConfig.TargetGroups.1.Weight=9");
  }

  private static final String[] RULE = {
    "ListenerArn={LISTENER}",
    "Priority=7",
    "Conditions.1.Field=path-pattern",
    "Conditions.1.Values.1=/a",
    "Actions.1.Type=forward",
    "Actions.1.TargetGroupArn={TG}"
  };

  private static String[] rule(String... more) {
    return Stream.concat(Stream.of(RULE), Stream.of(more)).toArray(String[]::new);
  }

  private static String[] host(String pattern) {
    return with(with(RULE, "Conditions.1.Field=host-header"), "Conditions.1.Values.1=" + pattern);
  }

  static Stream<Row> rules() {
    String create = "CreateRule";
    return Stream.of(
        row(create, INVALID, "listener ARN must be specified"),
        row(create, "ListenerNotFound", "", with(RULE, "ListenerArn=" + NO_LISTENER)),
        row(create, INVALID, "between 1 and 50000", with(RULE, "Priority=0")),
        row(create, INVALID, "between 1 and 50000", with(RULE, "Priority=50001")),
        row(create, "PriorityInUse", "'2'", with(RULE, "Priority=2")),
        row(create, LATER, "Conditions[0].Field", with(RULE, "Conditions.1.Field=source-ip")),
        row(
            create,
            LATER,
            "HttpHeaderConfig",
            rule("Conditions.2.HttpHeaderConfig.HttpHeaderName=a")),
        row(create, LATER, "RegexValues", rule("Conditions.1.PathPatternConfig.RegexValues.1=a")),
        row(create, LATER, "Transforms", rule("Transforms.1.Type=url-rewrite")),
        row(create, INVALID, "not valid for field", with(RULE, "Conditions.1.Values.1=/ä")),
        row(create, INVALID, "not valid for field", with(RULE, "Conditions.1.Values.1=/" + HUGE)),
        row(create, INVALID, "must be specified", with(RULE, "Conditions.1.Values.1=")),
        row(create, INVALID, "not valid for field", host("localhost")),
        row(create, INVALID, "not valid for field", host("a.example.1")),
        row(create, INVALID, "not valid for field", host("a.example:80")),
        row(create, INVALID, "another field", rule("Conditions.1.HostHeaderConfig.Values.1=a.b")),
        row(create, INVALID, "two ways", rule("Conditions.1.PathPatternConfig.Values.1=/b")),
        row(
            create,
            INVALID,
            "Only one condition",
            rule("Conditions.2.Field=path-pattern", "Conditions.2.Values.1=/b")),
        row(create, INVALID, "wildcards", with(RULE, "Conditions.1.Values.1=/*/*/*/*/*/*")),
        row(
            create,
            INVALID,
            "at most 5",
            rule(
                "Conditions.1.Values.2=/b",
                "Conditions.1.Values.3=/c",
                "Conditions.1.Values.4=/d",
                "Conditions.1.Values.5=/e",
                "Conditions.1.Values.6=/f")),
        row(create, LATER, "RedirectConfig", rule("Actions.1.RedirectConfig.StatusCode=HTTP_301")));
  }

  static Stream<Row> knownRules() {
    return Stream.of(
        row("DescribeRules", INVALID, "must be specified"),
        row("DescribeRules", INVALID, "together", "ListenerArn={LISTENER}", "RuleArns.1={RULE}"),
        row("DescribeRules", "RuleNotFound", "", "RuleArns.1=" + NO_RULE),
        row("DescribeRules", "ListenerNotFound", "", "ListenerArn=" + NO_LISTENER),
        row("ModifyRule", "RuleNotFound", "", "RuleArn=" + NO_RULE),
        row("ModifyRule", "OperationNotPermitted", "Default rule", "RuleArn={DEFAULT}"),
        row("ModifyRule", LATER, "ResetTransforms", "RuleArn={RULE}", "ResetTransforms=true"),
        row("SetRulePriorities", INVALID, "must be specified"),
        row(
            "SetRulePriorities",
            "PriorityInUse",
            "'2'",
            "RulePriorities.1.RuleArn={RULE}",
            "RulePriorities.1.Priority=2"),
        row(
            "SetRulePriorities",
            INVALID,
            "twice",
            "RulePriorities.1.RuleArn={RULE}",
            "RulePriorities.1.Priority=5",
            "RulePriorities.2.RuleArn={RULE}",
            "RulePriorities.2.Priority=6"),
        row(
            "SetRulePriorities",
            "RuleNotFound",
            "",
            "RulePriorities.1.RuleArn=" + NO_RULE,
            "RulePriorities.1.Priority=6"),
        row("DeleteRule", "OperationNotPermitted", "Default rule", "RuleArn={DEFAULT}"),
        row("DeleteRule", "RuleNotFound", "", "RuleArn=" + NO_RULE));
  }

  static Stream<Row> targets() {
    String[] none = {"TargetGroupArn=" + NO_TG, "Targets.1.Id=192.0.2.1"};
    return Stream.of(
        row("RegisterTargets", INVALID, "must be specified"),
        row("RegisterTargets", INVALID, "must be specified", "TargetGroupArn={TG}"),
        row("RegisterTargets", "TargetGroupNotFound", "", none),
        row("RegisterTargets", INVALID, "not a valid IPv4", target("example.org")),
        row("RegisterTargets", INVALID, "not a valid IPv4", target("192.0.2.256")),
        row("RegisterTargets", INVALID, "not a valid IPv4", target("::1")),
        row("RegisterTargets", INVALID, "not one that", target("255.255.255.255")),
        row("RegisterTargets", INVALID, "not one that", target("169.254.169.254")),
        row(
            "RegisterTargets",
            INVALID,
            "between 1 and 65535",
            target("192.0.2.1", "Targets.1.Port=0")),
        row(
            "RegisterTargets",
            LATER,
            "AvailabilityZone",
            target("192.0.2.1", "Targets.1.AvailabilityZone=all")),
        row("RegisterTargets", INVALID, "different", target("192.0.2.1", "Targets.2.Id=192.0.2.1")),
        row("DeregisterTargets", "TargetGroupNotFound", "", none),
        row("DeregisterTargets", INVALID, "must be specified", "TargetGroupArn={TG}"),
        row("DescribeTargetHealth", "TargetGroupNotFound", "", none),
        row("DescribeTargetHealth", LATER, "Include", "TargetGroupArn={TG}", "Include.1=All"),
        row("AddTags", INVALID, "must be specified"),
        row("AddTags", INVALID, "Tags must", "ResourceArns.1={LB}"),
        row("AddTags", "LoadBalancerNotFound", "", "ResourceArns.1=" + NO_LB, "Tags.1.Key=a"),
        row(
            "AddTags",
            "TargetGroupNotFound",
            "",
            "ResourceArns.1={LB}",
            "ResourceArns.2=" + NO_TG,
            "Tags.1.Key=a"),
        row("AddTags", INVALID, "default rule", "ResourceArns.1={DEFAULT}", "Tags.1.Key=a"),
        row("RemoveTags", INVALID, "must be specified", "ResourceArns.1={LB}"),
        row("DescribeTags", INVALID, "not a valid", "ResourceArns.1=" + PREFIX + "truststore/a/b"),
        row("DescribeTags", INVALID, "different", "ResourceArns.1={LB}", "ResourceArns.2={LB}"));
  }

  private static String[] target(String id, String... more) {
    List<String> all = new ArrayList<>(List.of("TargetGroupArn={TG}", "Targets.1.Id=" + id));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource({
    "balancers",
    "groups",
    "listeners",
    "knownListeners",
    "rules",
    "knownRules",
    "targets"
  })
  void mistakeIsNamedAndChangesNothing(Row row) {
    ApiError error = world.refused(row.code(), request(row));
    assertTrue(error.sentence().contains(row.sentence()), error.sentence());
    assertTrue(error.sentence().length() < 1_000, error.sentence());
  }

  private SdkPojo request(Row row) {
    Operation<?, ?> operation =
        world.operations().stream()
            .filter(one -> one.name().equals(row.operation()))
            .findFirst()
            .orElseThrow();
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : row.parameters()) {
      int equals = parameter.indexOf('=');
      String value = parameter.substring(equals + 1);
      for (Map.Entry<String, String> arn : arns.entrySet()) {
        value = value.replace("{" + arn.getKey() + "}", arn.getValue());
      }
      String name = parameter.substring(0, equals).replaceAll("\\.([0-9]+)", ".member.$1");
      parameters.put(name, value);
    }
    return codec.decode(operation.name(), operation.newRequest().get(), parameters);
  }
}
