package io.berth.proxy.feed;

import io.berth.proto.proxy.GroupProtocol;
import io.berth.proto.proxy.HealthCheckProtocol;
import io.berth.proto.proxy.StatusRange;
import io.berth.proxy.route.GroupId;
import io.berth.proxy.route.HealthCheck;
import io.berth.proxy.route.Protocol;
import io.berth.proxy.route.Target;
import io.berth.proxy.route.TargetGroup;
import io.berth.proxy.route.TargetId;
import io.berth.proxy.route.TargetState;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Groups with their targets, between the wire and our records. */
final class GroupWire {
  /** Four numbers, or an IPv6 address without a scope: nothing that somebody has to resolve. */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private GroupWire() {}

  static TargetGroup read(io.berth.proto.proxy.TargetGroup item) throws MalformedException {
    List<Target> targets = new ArrayList<>();
    for (var target : item.getTargetsList()) {
      targets.add(target(target));
    }
    return new TargetGroup(
        new GroupId(item.getGroupId()),
        RoutingWire.contentHash(item.getContentHash()),
        item.getName(),
        protocol(item.getProtocol()),
        targets,
        healthCheck(item.getHealthCheck()),
        RoutingWire.millis(item.getDeregistrationDelayMs()),
        RoutingWire.millis(item.getConnectTimeoutMs()),
        RoutingWire.features(item.getRequiresList()));
  }

  static io.berth.proto.proxy.TargetGroup write(TargetGroup item) {
    var group =
        io.berth.proto.proxy.TargetGroup.newBuilder()
            .setGroupId(item.id().text())
            .setContentHash(RoutingWire.write(item.contentHash()))
            .setName(item.name())
            .setProtocol(
                switch (item.protocol()) {
                  case HTTP -> GroupProtocol.GROUP_PROTOCOL_HTTP1;
                  case TCP -> GroupProtocol.GROUP_PROTOCOL_TCP;
                })
            .setHealthCheck(write(item.healthCheck()))
            .setDeregistrationDelayMs(RoutingWire.millis(item.deregistrationDelay()))
            .setConnectTimeoutMs(RoutingWire.millis(item.connectTimeout()))
            .addAllRequires(RoutingWire.sorted(item.requires()));
    item.targets().forEach(target -> group.addTargets(write(target)));
    return group.build();
  }

  private static io.berth.proto.proxy.Target write(Target target) {
    return io.berth.proto.proxy.Target.newBuilder()
        .setTargetId(target.id().text())
        .setAddress(target.address())
        .setPort(target.port())
        .setState(
            switch (target.state()) {
              case ACTIVE -> io.berth.proto.proxy.TargetState.TARGET_STATE_ACTIVE;
              case DRAINING -> io.berth.proto.proxy.TargetState.TARGET_STATE_DRAINING;
              case FENCED -> io.berth.proto.proxy.TargetState.TARGET_STATE_FENCED;
            })
        .setWeight(target.weight())
        .build();
  }

  private static io.berth.proto.proxy.HealthCheck write(HealthCheck check) {
    var written =
        io.berth.proto.proxy.HealthCheck.newBuilder()
            .setProtocol(
                switch (check.way()) {
                  case HTTP -> HealthCheckProtocol.HEALTH_CHECK_PROTOCOL_HTTP;
                  case TCP -> HealthCheckProtocol.HEALTH_CHECK_PROTOCOL_TCP;
                })
            .setPath(check.path())
            .setIntervalMs(RoutingWire.millis(check.interval()))
            .setTimeoutMs(RoutingWire.millis(check.timeout()))
            .setHealthyThreshold(check.healthyThreshold())
            .setUnhealthyThreshold(check.unhealthyThreshold());
    check.port().ifPresent(written::setPort);
    for (HealthCheck.StatusRange range : check.passing()) {
      written.addPassingStatuses(
          StatusRange.newBuilder().setFirst(range.first()).setLast(range.last()));
    }
    return written.build();
  }

  private static Protocol protocol(GroupProtocol protocol) throws MalformedException {
    return switch (protocol) {
      case GROUP_PROTOCOL_HTTP1 -> Protocol.HTTP;
      case GROUP_PROTOCOL_TCP -> Protocol.TCP;
      case GROUP_PROTOCOL_UNSPECIFIED ->
          throw MalformedException.invalid("a group without protocol");
      case UNRECOGNIZED -> throw MalformedException.unknown("a group's protocol is not known here");
    };
  }

  private static Target target(io.berth.proto.proxy.Target target) throws MalformedException {
    return new Target(
        new TargetId(target.getTargetId()),
        address(target.getAddress()),
        target.getPort(),
        state(target.getState()),
        target.getWeight());
  }

  private static String address(String text) throws MalformedException {
    if (ADDRESS.matcher(text).matches()) {
      try {
        return InetAddress.ofLiteral(text).getHostAddress();
      } catch (IllegalArgumentException _) {
        // Said below in the same words.
      }
    }
    throw MalformedException.invalid("a target's address is none in the usual text form");
  }

  /** A state that a later scheduler may know is no permission. */
  private static TargetState state(io.berth.proto.proxy.TargetState state)
      throws MalformedException {
    return switch (state) {
      case TARGET_STATE_ACTIVE -> TargetState.ACTIVE;
      case TARGET_STATE_DRAINING -> TargetState.DRAINING;
      case TARGET_STATE_FENCED, UNRECOGNIZED -> TargetState.FENCED;
      case TARGET_STATE_UNSPECIFIED -> throw MalformedException.invalid("a target without state");
    };
  }

  private static HealthCheck healthCheck(io.berth.proto.proxy.HealthCheck check)
      throws MalformedException {
    return new HealthCheck(
        way(check.getProtocol()),
        check.hasPort() ? OptionalInt.of(check.getPort()) : OptionalInt.empty(),
        check.getPath(),
        RoutingWire.millis(check.getIntervalMs()),
        RoutingWire.millis(check.getTimeoutMs()),
        check.getHealthyThreshold(),
        check.getUnhealthyThreshold(),
        check.getPassingStatusesList().stream()
            .map(range -> new HealthCheck.StatusRange(range.getFirst(), range.getLast()))
            .toList());
  }

  private static HealthCheck.Way way(HealthCheckProtocol protocol) throws MalformedException {
    return switch (protocol) {
      case HEALTH_CHECK_PROTOCOL_HTTP -> HealthCheck.Way.HTTP;
      case HEALTH_CHECK_PROTOCOL_TCP -> HealthCheck.Way.TCP;
      case HEALTH_CHECK_PROTOCOL_UNSPECIFIED ->
          throw MalformedException.invalid("a health check without protocol");
      case UNRECOGNIZED ->
          throw MalformedException.unknown("a health check's protocol is not known here");
    };
  }
}
