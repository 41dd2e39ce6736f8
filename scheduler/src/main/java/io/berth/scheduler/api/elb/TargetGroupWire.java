package io.berth.scheduler.api.elb;

import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.HealthCheck;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Target groups in the shapes of ELB. */
final class TargetGroupWire {
  private static final int LONGEST_VPC = 255;

  private TargetGroupWire() {}

  static TargetGroup.Traffic readTraffic(CreateTargetGroupRequest request) {
    Ask.text(request.protocolAsString(), "Protocol");
    String vpc = request.vpcId() == null ? "" : request.vpcId();
    Ask.that(vpc.length() <= LONGEST_VPC, "VPC id is too long");
    return new TargetGroup.Traffic(
        TargetGroup.Protocol.HTTP,
        Ask.number(request.port(), 1, 65_535, "Port"),
        readKind(request.targetTypeAsString()),
        vpc);
  }

  static software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup write(
      ReadTx state, BalancingArns arns, TargetGroup group) {
    HealthCheck check = group.check();
    Optional<Balancer> balancer = group.balancer().flatMap(id -> state.find(Tables.BALANCERS, id));
    return software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup.builder()
        .targetGroupArn(arns.group(group))
        .targetGroupName(group.name())
        .protocol(protocol(group.traffic().protocol()))
        .port(group.traffic().port())
        .vpcId(group.traffic().vpc().isEmpty() ? null : group.traffic().vpc())
        .healthCheckProtocol(ProtocolEnum.HTTP)
        .healthCheckPort(CheckWire.writePort(check))
        .healthCheckEnabled(true)
        .healthCheckIntervalSeconds((int) check.pace().interval().toSeconds())
        .healthCheckTimeoutSeconds((int) check.pace().timeout().toSeconds())
        .healthyThresholdCount(check.thresholds().healthy())
        .unhealthyThresholdCount(check.thresholds().unhealthy())
        .healthCheckPath(check.path())
        .matcher(matcher -> matcher.httpCode(check.passes()))
        .loadBalancerArns(balancer.map(arns::balancer).map(List::of).orElse(List.of()))
        .targetType(kind(group.traffic().kind()))
        .protocolVersion("HTTP1")
        .ipAddressType("ipv4")
        .build();
  }

  static List<TargetGroupAttribute> attributes(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .map(one -> TargetGroupAttribute.builder().key(one.getKey()).value(one.getValue()).build())
        .toList();
  }

  /** Other words were refused before. */
  private static TargetGroup.TargetKind readKind(@Nullable String given) {
    return given != null && given.equals("ip")
        ? TargetGroup.TargetKind.IP
        : TargetGroup.TargetKind.INSTANCE;
  }

  private static TargetTypeEnum kind(TargetGroup.TargetKind kind) {
    return switch (kind) {
      case INSTANCE -> TargetTypeEnum.INSTANCE;
      case IP -> TargetTypeEnum.IP;
    };
  }

  private static ProtocolEnum protocol(TargetGroup.Protocol protocol) {
    return switch (protocol) {
      case HTTP -> ProtocolEnum.HTTP;
    };
  }
}
