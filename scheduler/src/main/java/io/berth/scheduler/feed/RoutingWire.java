package io.berth.scheduler.feed;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.berth.proto.proxy.Action;
import io.berth.proto.proxy.Balancer;
import io.berth.proto.proxy.Condition;
import io.berth.proto.proxy.Forward;
import io.berth.proto.proxy.GroupProtocol;
import io.berth.proto.proxy.HealthCheck;
import io.berth.proto.proxy.HealthCheckProtocol;
import io.berth.proto.proxy.Listener;
import io.berth.proto.proxy.ListenerProtocol;
import io.berth.proto.proxy.Patterns;
import io.berth.proto.proxy.Rule;
import io.berth.proto.proxy.StatusRange;
import io.berth.proto.proxy.Target;
import io.berth.proto.proxy.TargetGroup;
import io.berth.proto.proxy.TargetState;
import io.berth.proto.proxy.WeightedGroup;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;

/** What is routed, from the model to the words of proxies. */
final class RoutingWire {
  private static final int HASH_BYTES = 16;
  private static final int USUAL_WEIGHT = 100;

  /** Users cannot set it; long enough for a target that has to grow its queue of connections. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private RoutingWire() {}

  static RoutingItem of(io.berth.scheduler.model.Balancer balancer) {
    Balancer.Builder wire =
        Balancer.newBuilder()
            .setBalancerId(balancer.id().text())
            .setDnsName(balancer.dnsName())
            .setCreationOrder(balancer.order())
            .setIdleTimeoutMs(millis(balancer.idleTimeout()))
            .setClientKeepAliveMs(millis(balancer.clientKeepAlive()));
    return new RoutingItem.OfBalancer(wire.setContentHash(hash(wire.build())).build());
  }

  /** With its rules by rising priority. */
  static RoutingItem of(
      io.berth.scheduler.model.Listener listener, Collection<io.berth.scheduler.model.Rule> rules) {
    Listener.Builder wire =
        Listener.newBuilder()
            .setListenerId(listener.id().text())
            .setBalancerId(listener.balancer().text())
            .setPort(listener.port())
            .setProtocol(protocol(listener.protocol()))
            .setDefaultAction(action(listener.defaultAction()));
    rules.forEach(rule -> wire.addRules(rule(rule)));
    return new RoutingItem.OfListener(wire.setContentHash(hash(wire.build())).build());
  }

  /** With those of its targets to which requests may be or may have been sent. */
  static RoutingItem of(
      io.berth.scheduler.model.TargetGroup group,
      Collection<io.berth.scheduler.model.Target> targets) {
    TargetGroup.Builder wire =
        TargetGroup.newBuilder()
            .setGroupId(group.id().text())
            .setName(group.name())
            .setProtocol(protocol(group.traffic().protocol()))
            .setHealthCheck(check(group.check()))
            .setDeregistrationDelayMs(millis(group.deregistrationDelay()))
            .setConnectTimeoutMs(millis(CONNECT_TIMEOUT));
    for (io.berth.scheduler.model.Target target : targets) {
      if (target.isRouted()) {
        wire.addTargets(target(target));
      }
    }
    return RoutingItem.OfGroup.of(wire.setContentHash(hash(wire.build())).build());
  }

  private static Target target(io.berth.scheduler.model.Target target) {
    return Target.newBuilder()
        .setTargetId(target.id().text())
        .setAddress(target.address().host())
        .setPort(target.address().port())
        .setState(
            target.isActive() ? TargetState.TARGET_STATE_ACTIVE : TargetState.TARGET_STATE_DRAINING)
        .setWeight(USUAL_WEIGHT)
        .build();
  }

  private static Rule rule(io.berth.scheduler.model.Rule rule) {
    Rule.Builder wire =
        Rule.newBuilder()
            .setRuleId(rule.id().text())
            .setPriority(rule.priority())
            .setAction(action(rule.action()));
    rule.conditions().forEach(condition -> wire.addConditions(condition(condition)));
    return wire.build();
  }

  private static Condition condition(io.berth.scheduler.model.Condition condition) {
    return switch (condition) {
      case io.berth.scheduler.model.Condition.HostHeader(var patterns) ->
          Condition.newBuilder().setHost(Patterns.newBuilder().addAllValues(patterns)).build();
      case io.berth.scheduler.model.Condition.PathPattern(var patterns) ->
          Condition.newBuilder().setPath(Patterns.newBuilder().addAllValues(patterns)).build();
    };
  }

  private static Action action(io.berth.scheduler.model.Action action) {
    return switch (action) {
      case io.berth.scheduler.model.Action.Forward(var shares) -> {
        Forward.Builder forward = Forward.newBuilder();
        shares.forEach(share ->
            forward.addGroups(
                WeightedGroup.newBuilder()
                    .setGroupId(share.group().text())
                    .setWeight(share.weight())));
        yield Action.newBuilder().setForward(forward).build();
      }
    };
  }

  private static HealthCheck check(io.berth.scheduler.model.HealthCheck check) {
    HealthCheck.Builder wire =
        HealthCheck.newBuilder()
            .setProtocol(HealthCheckProtocol.HEALTH_CHECK_PROTOCOL_HTTP)
            .setPath(check.path())
            .setIntervalMs(millis(check.pace().interval()))
            .setTimeoutMs(millis(check.pace().timeout()))
            .setHealthyThreshold(check.thresholds().healthy())
            .setUnhealthyThreshold(check.thresholds().unhealthy());
    check.port().ifPresent(wire::setPort);
    check
        .passing()
        .forEach(range ->
            wire.addPassingStatuses(
                StatusRange.newBuilder().setFirst(range.first()).setLast(range.last())));
    return wire.build();
  }

  private static ListenerProtocol protocol(io.berth.scheduler.model.Listener.Protocol protocol) {
    return switch (protocol) {
      case HTTP -> ListenerProtocol.LISTENER_PROTOCOL_HTTP;
    };
  }

  private static GroupProtocol protocol(io.berth.scheduler.model.TargetGroup.Protocol protocol) {
    return switch (protocol) {
      case HTTP -> GroupProtocol.GROUP_PROTOCOL_HTTP1;
    };
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  /** Over the serialised item, which has no map in it and so is always the same. */
  private static ByteString hash(MessageLite item) {
    return ByteString.copyFrom(sha256().digest(item.toByteArray()), 0, HASH_BYTES);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
