package io.berth.scheduler.api.elb;

import io.berth.scheduler.model.Balancer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetMapping;

/** Balancers in the shapes of ELB. */
final class BalancerWire {
  private static final int MOST_SUBNETS = 16;
  private static final int MOST_SECURITY_GROUPS = 16;
  private static final int LONGEST_NAME = 255;
  private static final List<String> SCHEMES = List.of("internet-facing", "internal");
  private static final List<String> ADDRESS_TYPES =
      List.of("ipv4", "dualstack", "dualstack-without-public-ipv4");

  private BalancerWire() {}

  static Balancer.Site readSite(CreateLoadBalancerRequest request) {
    Ask.onlyOne(
        "Subnets and subnet mappings cannot be specified together",
        request.subnets(),
        request.subnetMappings());
    List<String> mapped = request.subnetMappings().stream().map(SubnetMapping::subnetId).toList();
    List<String> subnets = request.subnets().isEmpty() ? mapped : request.subnets();
    return new Balancer.Site(
        readScheme(request.schemeAsString()),
        request.ipAddressTypeAsString() == null
            ? "ipv4"
            : Ask.oneOf(request.ipAddressTypeAsString(), ADDRESS_TYPES, "IP address type"),
        names(subnets, MOST_SUBNETS, "Subnets"),
        names(request.securityGroups(), MOST_SECURITY_GROUPS, "Security groups"));
  }

  static LoadBalancer write(BalancingArns arns, Balancer balancer) {
    Balancer.Site site = balancer.site();
    return LoadBalancer.builder()
        .loadBalancerArn(arns.balancer(balancer))
        .dnsName(balancer.dnsName())
        .createdTime(balancer.createdAt())
        .loadBalancerName(balancer.name())
        .scheme(scheme(site.scheme()))
        .state(state -> state.code(LoadBalancerStateEnum.ACTIVE))
        .type(type(balancer.kind()))
        .availabilityZones(site.subnets().stream().map(BalancerWire::zone).toList())
        .securityGroups(site.securityGroups())
        .ipAddressType(site.addressType())
        .build();
  }

  static List<LoadBalancerAttribute> attributes(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .map(one -> LoadBalancerAttribute.builder().key(one.getKey()).value(one.getValue()).build())
        .toList();
  }

  private static List<String> names(Collection<String> given, int most, String what) {
    given.forEach(
        name -> Ask.that(Ask.text(name, what).length() <= LONGEST_NAME, what + " have long names"));
    return Ask.listOrNone(given, most, what);
  }

  private static Balancer.Scheme readScheme(@Nullable String given) {
    if (given == null) {
      return Balancer.Scheme.INTERNET_FACING;
    }
    return Ask.oneOf(given, SCHEMES, "Scheme").equals("internal")
        ? Balancer.Scheme.INTERNAL
        : Balancer.Scheme.INTERNET_FACING;
  }

  private static String scheme(Balancer.Scheme scheme) {
    return switch (scheme) {
      case INTERNET_FACING -> "internet-facing";
      case INTERNAL -> "internal";
    };
  }

  private static LoadBalancerTypeEnum type(Balancer.Kind kind) {
    return switch (kind) {
      case APPLICATION -> LoadBalancerTypeEnum.APPLICATION;
    };
  }

  private static AvailabilityZone zone(String subnet) {
    return AvailabilityZone.builder().subnetId(subnet).build();
  }
}
