package io.berth.scheduler.api;

import java.util.List;

/** What each member of each request to ELB does; lines as in {@link EffectTable}. */
final class BalancingEffects {
  private static final String BALANCERS =
      """
      # CreateLoadBalancer
      Name = effective
      Subnets = kept
      SubnetMappings[].SubnetId = kept
      SubnetMappings[].AllocationId = refused
      SubnetMappings[].PrivateIPv4Address = refused
      SubnetMappings[].IPv6Address = refused
      SubnetMappings[].SourceNatIpv6Prefix = refused
      SecurityGroups = kept
      Scheme = kept
      Tags[].Key = effective
      Tags[].Value = effective
      Type = effective only application
      IpAddressType = kept
      CustomerOwnedIpv4Pool = refused
      EnablePrefixForIpv6SourceNat = refused
      IpamPools = refused
      # DescribeLoadBalancers
      LoadBalancerArns = effective
      Names = effective
      Marker = effective
      PageSize = effective
      # DeleteLoadBalancer
      LoadBalancerArn = effective
      # DescribeLoadBalancerAttributes
      LoadBalancerArn = effective
      # ModifyLoadBalancerAttributes
      LoadBalancerArn = effective
      Attributes[].Key = effective
      Attributes[].Value = effective
      """;

  private static final String TARGET_GROUPS =
      """
      # CreateTargetGroup
      Name = effective
      Protocol = effective only HTTP
      ProtocolVersion = effective only HTTP1
      Port = effective
      VpcId = kept
      HealthCheckProtocol = effective only HTTP
      HealthCheckPort = effective
      HealthCheckEnabled = effective
      HealthCheckPath = effective
      HealthCheckIntervalSeconds = effective
      HealthCheckTimeoutSeconds = effective
      HealthyThresholdCount = effective
      UnhealthyThresholdCount = effective
      Matcher.HttpCode = effective
      Matcher.GrpcCode = refused
      TargetType = effective only instance, ip
      Tags[].Key = effective
      Tags[].Value = effective
      IpAddressType = effective only ipv4
      TargetControlPort = refused
      # DescribeTargetGroups
      LoadBalancerArn = effective
      TargetGroupArns = effective
      Names = effective
      Marker = effective
      PageSize = effective
      # ModifyTargetGroup
      TargetGroupArn = effective
      HealthCheckProtocol = effective only HTTP
      HealthCheckPort = effective
      HealthCheckEnabled = effective
      HealthCheckPath = effective
      HealthCheckIntervalSeconds = effective
      HealthCheckTimeoutSeconds = effective
      HealthyThresholdCount = effective
      UnhealthyThresholdCount = effective
      Matcher.HttpCode = effective
      Matcher.GrpcCode = refused
      # DeleteTargetGroup
      TargetGroupArn = effective
      # DescribeTargetGroupAttributes
      TargetGroupArn = effective
      # ModifyTargetGroupAttributes
      TargetGroupArn = effective
      Attributes[].Key = effective
      Attributes[].Value = effective
      """;

  private static final String LISTENERS =
      """
      # CreateListener
      LoadBalancerArn = effective
      Protocol = effective only HTTP
      Port = effective
      SslPolicy = refused
      Certificates = refused
      DefaultActions[].Type = effective only forward
      DefaultActions[].TargetGroupArn = effective
      DefaultActions[].AuthenticateOidcConfig = refused
      DefaultActions[].AuthenticateCognitoConfig = refused
      DefaultActions[].Order = effective
      DefaultActions[].RedirectConfig = refused
      DefaultActions[].FixedResponseConfig = refused
      DefaultActions[].ForwardConfig.TargetGroups[].TargetGroupArn = effective
      DefaultActions[].ForwardConfig.TargetGroups[].Weight = effective
      DefaultActions[].ForwardConfig.TargetGroupStickinessConfig.Enabled = refused
      DefaultActions[].ForwardConfig.TargetGroupStickinessConfig.DurationSeconds = refused
      DefaultActions[].JwtValidationConfig = refused
      AlpnPolicy = refused
      Tags[].Key = effective
      Tags[].Value = effective
      MutualAuthentication = refused
      # DescribeListeners
      LoadBalancerArn = effective
      ListenerArns = effective
      Marker = effective
      PageSize = effective
      # ModifyListener
      ListenerArn = effective
      Port = effective
      Protocol = effective only HTTP
      SslPolicy = refused
      Certificates = refused
      DefaultActions[].Type = effective only forward
      DefaultActions[].TargetGroupArn = effective
      DefaultActions[].AuthenticateOidcConfig = refused
      DefaultActions[].AuthenticateCognitoConfig = refused
      DefaultActions[].Order = effective
      DefaultActions[].RedirectConfig = refused
      DefaultActions[].FixedResponseConfig = refused
      DefaultActions[].ForwardConfig.TargetGroups[].TargetGroupArn = effective
      DefaultActions[].ForwardConfig.TargetGroups[].Weight = effective
      DefaultActions[].ForwardConfig.TargetGroupStickinessConfig.Enabled = refused
      DefaultActions[].ForwardConfig.TargetGroupStickinessConfig.DurationSeconds = refused
      DefaultActions[].JwtValidationConfig = refused
      AlpnPolicy = refused
      MutualAuthentication = refused
      # DeleteListener
      ListenerArn = effective
      """;

  private static final String RULES =
      """
      # CreateRule
      ListenerArn = effective
      Conditions[].Field = effective only host-header, path-pattern
      Conditions[].Values = effective
      Conditions[].HostHeaderConfig.Values = effective
      Conditions[].HostHeaderConfig.RegexValues = refused
      Conditions[].PathPatternConfig.Values = effective
      Conditions[].PathPatternConfig.RegexValues = refused
      Conditions[].HttpHeaderConfig = refused
      Conditions[].QueryStringConfig = refused
      Conditions[].HttpRequestMethodConfig = refused
      Conditions[].SourceIpConfig = refused
      Conditions[].RegexValues = refused
      Priority = effective
      Actions[].Type = effective only forward
      Actions[].TargetGroupArn = effective
      Actions[].AuthenticateOidcConfig = refused
      Actions[].AuthenticateCognitoConfig = refused
      Actions[].Order = effective
      Actions[].RedirectConfig = refused
      Actions[].FixedResponseConfig = refused
      Actions[].ForwardConfig.TargetGroups[].TargetGroupArn = effective
      Actions[].ForwardConfig.TargetGroups[].Weight = effective
      Actions[].ForwardConfig.TargetGroupStickinessConfig.Enabled = refused
      Actions[].ForwardConfig.TargetGroupStickinessConfig.DurationSeconds = refused
      Actions[].JwtValidationConfig = refused
      Tags[].Key = effective
      Tags[].Value = effective
      Transforms = refused
      # DescribeRules
      ListenerArn = effective
      RuleArns = effective
      Marker = effective
      PageSize = effective
      # ModifyRule
      RuleArn = effective
      Conditions[].Field = effective only host-header, path-pattern
      Conditions[].Values = effective
      Conditions[].HostHeaderConfig.Values = effective
      Conditions[].HostHeaderConfig.RegexValues = refused
      Conditions[].PathPatternConfig.Values = effective
      Conditions[].PathPatternConfig.RegexValues = refused
      Conditions[].HttpHeaderConfig = refused
      Conditions[].QueryStringConfig = refused
      Conditions[].HttpRequestMethodConfig = refused
      Conditions[].SourceIpConfig = refused
      Conditions[].RegexValues = refused
      Actions[].Type = effective only forward
      Actions[].TargetGroupArn = effective
      Actions[].AuthenticateOidcConfig = refused
      Actions[].AuthenticateCognitoConfig = refused
      Actions[].Order = effective
      Actions[].RedirectConfig = refused
      Actions[].FixedResponseConfig = refused
      Actions[].ForwardConfig.TargetGroups[].TargetGroupArn = effective
      Actions[].ForwardConfig.TargetGroups[].Weight = effective
      Actions[].ForwardConfig.TargetGroupStickinessConfig.Enabled = refused
      Actions[].ForwardConfig.TargetGroupStickinessConfig.DurationSeconds = refused
      Actions[].JwtValidationConfig = refused
      Transforms = refused
      ResetTransforms = refused
      # SetRulePriorities
      RulePriorities[].RuleArn = effective
      RulePriorities[].Priority = effective
      # DeleteRule
      RuleArn = effective
      """;

  private static final String TARGETS =
      """
      # RegisterTargets
      TargetGroupArn = effective
      Targets[].Id = effective
      Targets[].Port = effective
      Targets[].AvailabilityZone = refused
      Targets[].QuicServerId = refused
      # DeregisterTargets
      TargetGroupArn = effective
      Targets[].Id = effective
      Targets[].Port = effective
      Targets[].AvailabilityZone = refused
      Targets[].QuicServerId = refused
      # DescribeTargetHealth
      TargetGroupArn = effective
      Targets[].Id = effective
      Targets[].Port = effective
      Targets[].AvailabilityZone = refused
      Targets[].QuicServerId = refused
      Include = refused
      # AddTags
      ResourceArns = effective
      Tags[].Key = effective
      Tags[].Value = effective
      # RemoveTags
      ResourceArns = effective
      TagKeys = effective
      # DescribeTags
      ResourceArns = effective
      """;

  static final List<String> TABLES = List.of(BALANCERS, TARGET_GROUPS, LISTENERS, RULES, TARGETS);

  private BalancingEffects() {}
}
