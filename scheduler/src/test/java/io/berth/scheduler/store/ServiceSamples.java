package io.berth.scheduler.store;

import static io.berth.scheduler.store.Samples.any;
import static io.berth.scheduler.store.Samples.anyInstant;
import static io.berth.scheduler.store.Samples.anyMap;
import static io.berth.scheduler.store.Samples.anyText;
import static io.berth.scheduler.store.Samples.maybeInstant;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.PlanHash;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceEvent;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.ServiceWish;
import io.berth.scheduler.model.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Rows of services for tests: plain ones by name, and random ones. */
public final class ServiceSamples {
  private static final ClusterName CLUSTER = new ClusterName("default");

  private ServiceSamples() {}

  /** An active one of two tasks, as it is when it was just made. */
  public static Service service(String name) {
    return new Service(
        new ServiceId(CLUSTER, name),
        new Service.State.Active(),
        wish(2),
        Service.Progress.NONE,
        new Service.Origin(Samples.NOON, Optional.empty()),
        asked(Samples.NOON),
        Map.of());
  }

  public static ServiceWish wish(int desiredCount) {
    return new ServiceWish(
        desiredCount,
        Rolling.STANDARD,
        List.of(),
        List.of(),
        Optional.empty(),
        ServiceWish.TagSource.NONE,
        "");
  }

  public static ServiceEvent event(String service, long number) {
    return new ServiceEvent(
        new ServiceEvent.Key(new ServiceId(CLUSTER, service), number),
        new UUID(1, number),
        Samples.NOON,
        "(service " + service + ") has reached a steady state.");
  }

  public static Service anyService(int number, RandomGenerator random) {
    Service.State state =
        switch (random.nextInt(3)) {
          case 0 -> new Service.State.Active();
          case 1 -> new Service.State.Draining();
          default -> new Service.State.Inactive(anyInstant(random));
        };
    return new Service(
        new ServiceId(new ClusterName("cluster-" + random.nextInt(3)), "service-" + number),
        state,
        anyWish(random),
        new Service.Progress(
            random.nextInt(9),
            random.nextInt(999),
            maybeInstant(random),
            random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new Service.Complaint(anyText(random), anyInstant(random))),
            random.nextInt(5)),
        new Service.Origin(
            anyInstant(random),
            random.nextBoolean()
                ? Optional.empty()
                : Optional.of(
                    new Service.Token(
                        "token-" + number, Fingerprint.of(new byte[] {(byte) number})))),
        anyAsk(random),
        anyMap(random));
  }

  private static ServiceWish anyWish(RandomGenerator random) {
    Strategy[] strategies = {
      new Strategy.Anywhere(),
      new Strategy.SpreadOverHosts(),
      new Strategy.SpreadOverAttribute("zone"),
      new Strategy.SpreadOverAttribute("rack"),
      new Strategy.Binpack(Strategy.Resource.CPU),
      new Strategy.Binpack(Strategy.Resource.MEMORY)
    };
    return new ServiceWish(
        random.nextInt(5),
        new Rolling(random.nextInt(101), 100 + random.nextInt(101)),
        random.nextBoolean()
            ? List.of()
            : List.of(any(strategies, random), any(strategies, random), any(strategies, random)),
        anyConstraints(random),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds(random.nextInt(9))),
        any(ServiceWish.TagSource.values(), random),
        anyText(random));
  }

  static List<Constraint> anyConstraints(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> List.of();
      case 1 -> List.of(new Constraint.DistinctHosts());
      default ->
          List.of(
              new Constraint.MemberOf("attribute:zone == 'grün'"),
              new Constraint.MemberOf("x" + anyText(random)));
    };
  }

  public static Deployment anyDeployment(int number, RandomGenerator random) {
    return new Deployment(
        new DeploymentId(Long.MAX_VALUE - number),
        new ServiceId(new ClusterName("cluster-1"), "service-" + random.nextInt(3)),
        1 + random.nextInt(9),
        new Deployment.Recipe(
            new DefinitionId("family-" + random.nextInt(3), 1 + random.nextInt(3)),
            new PlanHash(Fingerprint.of(new byte[] {(byte) random.nextInt(5)})),
            random.nextBoolean() ? Set.of() : Set.of("web", "side"),
            random.nextBoolean()
                ? List.of()
                : List.of(new BalancedPort("a/0123456789abcdef", "web", 1 + random.nextInt(99)))),
        any(Deployment.Rollout.values(), random),
        new Deployment.Setbacks(random.nextInt(9), random.nextInt(9), maybeInstant(random)),
        anyAsk(random),
        anyInstant(random));
  }

  /** What a user called then. */
  public static Ask asked(Instant at) {
    return new Ask("CreateService", new Asker.Key(new AccessKeyId("BRTH0000000000000001")), at);
  }

  private static Ask anyAsk(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> asked(anyInstant(random));
      case 1 -> new Ask("UpdateService", new Asker.Itself(), anyInstant(random));
      default -> new Ask("x" + anyText(random), new Asker.Itself(), anyInstant(random));
    };
  }

  public static ServiceEvent anyEvent(int number, RandomGenerator random) {
    return new ServiceEvent(
        new ServiceEvent.Key(
            new ServiceId(new ClusterName("cluster-1"), "service-" + random.nextInt(3)),
            1 + number),
        new UUID(random.nextLong(), random.nextLong()),
        anyInstant(random),
        "x" + anyText(random));
  }
}
