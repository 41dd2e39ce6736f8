package io.berth.scheduler.store.rocks;

import io.berth.scheduler.model.Action;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Condition;
import io.berth.scheduler.model.HealthCheck;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The rows of balancers, and of what belongs to them, whose bytes are checked in. */
final class GoldenBalancerRows {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.123456789Z");
  private static final BalancerId BALANCER = new BalancerId(0xb1);
  private static final TargetGroupId GROUP = new TargetGroupId(0xa1);
  private static final ListenerId LISTENER = new ListenerId(-1);
  private static final Map<String, String> TAG = Map.of("team", "grün");

  private GoldenBalancerRows() {}

  static Balancer balancer() {
    return new Balancer(
        BALANCER,
        "web",
        Balancer.Kind.APPLICATION,
        3,
        "web-1.elb.localhost",
        new Balancer.Site(
            Balancer.Scheme.INTERNAL, "ipv4", List.of("subnet-1", "subnet-2"), List.of("sg-1")),
        Map.of("idle_timeout.timeout_seconds", "30"),
        NOON,
        TAG);
  }

  static TargetGroup usedGroup() {
    return group(GROUP, Optional.of(BALANCER), OptionalInt.of(9_000));
  }

  static TargetGroup unusedGroup() {
    return group(new TargetGroupId(0xa2), Optional.empty(), OptionalInt.empty());
  }

  private static TargetGroup group(
      TargetGroupId id, Optional<BalancerId> balancer, OptionalInt checkPort) {
    return new TargetGroup(
        id,
        "web-" + id,
        new TargetGroup.Traffic(
            TargetGroup.Protocol.HTTP, 80, TargetGroup.TargetKind.INSTANCE, "vpc-1"),
        new HealthCheck(
            checkPort,
            "/health?deep=1",
            new HealthCheck.Pace(Duration.ofSeconds(30), Duration.ofSeconds(5)),
            new HealthCheck.Thresholds(5, 2),
            "200-299"),
        balancer,
        Map.of("deregistration_delay.timeout_seconds", "5"),
        NOON,
        TAG);
  }

  static Listener listener() {
    return new Listener(
        LISTENER, BALANCER, 80, Listener.Protocol.HTTP, new RuleId(0xd1), forward(), NOON, TAG);
  }

  static Rule rule() {
    return new Rule(
        new RuleId(0xd2),
        LISTENER,
        10,
        List.of(
            new Condition.HostHeader(List.of("*.example.com")),
            new Condition.PathPattern(List.of("/api/*", "/v?"))),
        forward(),
        NOON,
        TAG);
  }

  static List<Target> targets() {
    Target.Origin ofTask = new Target.Origin.OfTask(new TaskId(-1, 2), new HostId(7, 8), "web", 80);
    return List.of(
        target(1, ofTask, new Target.State.Active(), TargetHealth.unjudged(NOON)),
        target(
            2,
            ofTask,
            new Target.State.Draining(NOON, NOON.plusSeconds(300)),
            health(TargetHealth.Verdict.HEALTHY, TargetHealth.Reason.NONE, OptionalInt.empty())),
        target(
            3,
            new Target.Origin.ByHand(),
            new Target.State.Gone(NOON),
            health(
                TargetHealth.Verdict.UNHEALTHY,
                TargetHealth.Reason.STATUS_MISMATCH,
                OptionalInt.of(500))));
  }

  private static Target target(
      long id, Target.Origin origin, Target.State state, TargetHealth health) {
    return new Target(
        new TargetId(-1, id),
        GROUP,
        origin,
        "192.0.2.7",
        new Target.Address("192.0.2.7", 20_000),
        state,
        health,
        NOON);
  }

  private static TargetHealth health(
      TargetHealth.Verdict verdict, TargetHealth.Reason reason, OptionalInt status) {
    return new TargetHealth(verdict, reason, status, NOON);
  }

  private static Action forward() {
    return new Action.Forward(
        List.of(new Action.Share(GROUP, 1), new Action.Share(new TargetGroupId(0xa2), 0)));
  }
}
