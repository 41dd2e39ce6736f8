package io.berth.scheduler.store;

import static io.berth.scheduler.store.Samples.any;
import static io.berth.scheduler.store.Samples.anyInstant;
import static io.berth.scheduler.store.Samples.anyMap;
import static io.berth.scheduler.store.Samples.anyText;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Rows of balancers and of what belongs to them, for tests. */
public final class BalancerSamples {
  private BalancerSamples() {}

  /** A target of a task, to which requests may go. */
  public static Target target(int number, TargetGroupId group, TaskId task) {
    return new Target(
        new TargetId(0, number),
        group,
        new Target.Origin.OfTask(task, new HostId(0, 1), "web", 80),
        "192.0.2.1",
        new Target.Address("192.0.2.1", 20_000 + number),
        new Target.State.Active(),
        TargetHealth.unjudged(Samples.NOON),
        Samples.NOON);
  }

  public static TargetGroup targetGroup(int number) {
    return new TargetGroup(
        new TargetGroupId(number),
        "group-" + number,
        new TargetGroup.Traffic(TargetGroup.Protocol.HTTP, 80, TargetGroup.TargetKind.IP, ""),
        new HealthCheck(
            OptionalInt.empty(),
            "/",
            new HealthCheck.Pace(Duration.ofSeconds(30), Duration.ofSeconds(5)),
            new HealthCheck.Thresholds(5, 2),
            "200"),
        Optional.empty(),
        Map.of(),
        Samples.NOON,
        Map.of());
  }

  public static Balancer anyBalancer(int number, RandomGenerator random) {
    return new Balancer(
        new BalancerId(~(long) number),
        "balancer-" + number,
        any(Balancer.Kind.values(), random),
        1 + random.nextInt(1_000),
        "balancer-" + number + ".elb.localhost",
        new Balancer.Site(
            any(Balancer.Scheme.values(), random),
            "ipv4",
            random.nextBoolean() ? List.of() : List.of(anyText(random), "subnet-1"),
            random.nextBoolean() ? List.of() : List.of(anyText(random))),
        anyMap(random),
        anyInstant(random),
        anyMap(random));
  }

  public static TargetGroup anyTargetGroup(int number, RandomGenerator random) {
    Duration timeout = Duration.ofMillis(1 + random.nextInt(60_000));
    return new TargetGroup(
        new TargetGroupId(~(long) number),
        "group-" + number,
        new TargetGroup.Traffic(
            any(TargetGroup.Protocol.values(), random),
            anyPort(random),
            any(TargetGroup.TargetKind.values(), random),
            anyText(random)),
        new HealthCheck(
            random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(anyPort(random)),
            "/" + anyText(random),
            new HealthCheck.Pace(timeout.plusMillis(random.nextInt(60_000)), timeout),
            new HealthCheck.Thresholds(1 + random.nextInt(10), 1 + random.nextInt(10)),
            "200-299"),
        random.nextBoolean() ? Optional.empty() : Optional.of(anyBalancerId(random)),
        anyMap(random),
        anyInstant(random),
        anyMap(random));
  }

  public static Listener anyListener(int number, RandomGenerator random) {
    return new Listener(
        new ListenerId(~(long) number),
        anyBalancerId(random),
        anyPort(random),
        any(Listener.Protocol.values(), random),
        new RuleId(random.nextLong()),
        anyAction(random),
        anyInstant(random),
        anyMap(random));
  }

  public static Rule anyRule(int number, RandomGenerator random) {
    List<Condition> conditions =
        List.of(
            new Condition.HostHeader(List.of("*.example.com", anyText(random))),
            new Condition.PathPattern(List.of(anyText(random))));
    return new Rule(
        new RuleId(~(long) number),
        new ListenerId(random.nextInt(3)),
        1 + random.nextInt(50_000),
        random.nextBoolean() ? conditions : List.of(conditions.get(random.nextInt(2))),
        anyAction(random),
        anyInstant(random),
        anyMap(random));
  }

  public static Target anyTarget(int number, RandomGenerator random) {
    return new Target(
        new TargetId(number * 0x9E3779B97F4A7C15L, number),
        anyGroupId(random),
        random.nextBoolean()
            ? new Target.Origin.ByHand()
            : new Target.Origin.OfTask(
                new TaskId(random.nextLong(), random.nextInt(4)),
                new HostId(random.nextInt(3), -1),
                "web-" + random.nextInt(3),
                anyPort(random)),
        "192.0.2." + random.nextInt(9),
        new Target.Address("2001:db8::" + random.nextInt(9), anyPort(random)),
        anyState(random),
        new TargetHealth(
            any(TargetHealth.Verdict.values(), random),
            any(TargetHealth.Reason.values(), random),
            random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(1_000)),
            anyInstant(random)),
        anyInstant(random));
  }

  private static Target.State anyState(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Target.State.Active();
      case 1 -> new Target.State.Draining(anyInstant(random), anyInstant(random));
      default -> new Target.State.Gone(anyInstant(random));
    };
  }

  private static Action anyAction(RandomGenerator random) {
    Action.Share first = new Action.Share(new TargetGroupId(7), random.nextInt(1_000));
    Action.Share second = new Action.Share(anyGroupId(random), 1);
    return new Action.Forward(random.nextBoolean() ? List.of(first) : List.of(first, second));
  }

  private static TargetGroupId anyGroupId(RandomGenerator random) {
    return new TargetGroupId(-1 - random.nextInt(4));
  }

  private static BalancerId anyBalancerId(RandomGenerator random) {
    return new BalancerId(random.nextInt(4));
  }

  private static int anyPort(RandomGenerator random) {
    return random.nextInt(1, 65_536);
  }
}
