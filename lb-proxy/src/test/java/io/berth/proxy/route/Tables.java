package io.berth.proxy.route;

import io.berth.proxy.route.Action.Forward;
import io.berth.proxy.route.Action.WeightedGroup;
import io.berth.proxy.route.HealthCheck.StatusRange;
import io.berth.proxy.route.HealthCheck.Way;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Builds items and tables for tests, with usual values for whatever does not matter. */
public final class Tables {
  public static final Abilities HTTP = new Abilities(Set.of("known"), Set.of(Protocol.HTTP));
  public static final Abilities ALL =
      new Abilities(Set.of("known"), Set.of(Protocol.HTTP, Protocol.TCP));
  public static final HealthCheck CHECK =
      new HealthCheck(
          Way.HTTP,
          OptionalInt.empty(),
          "/health",
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          3,
          2,
          List.of(new StatusRange(200, 299)));

  private Tables() {}

  public static Balancer balancer(String name, long order) {
    return new Balancer(
        new BalancerId(name),
        hash(name),
        name + ".elb.localhost",
        order,
        Duration.ofSeconds(60),
        Duration.ofHours(1),
        Set.of());
  }

  /** A port of a balancer. */
  public record Place(String balancer, int port) {}

  public static Place at(String balancer, int port) {
    return new Place(balancer, port);
  }

  public static Listener listener(String id, Place place, Action action, Rule... rules) {
    return new Listener(
        new ListenerId(id),
        hash(id),
        new BalancerId(place.balancer()),
        place.port(),
        Protocol.HTTP,
        List.of(rules),
        action,
        Set.of());
  }

  public static Rule rule(int priority, String group, Condition... conditions) {
    return new Rule(new RuleId("rule-" + priority), priority, List.of(conditions), forward(group));
  }

  public static Condition host(String... patterns) {
    return new Condition.Host(List.of(patterns));
  }

  public static Condition path(String... patterns) {
    return new Condition.Path(List.of(patterns));
  }

  /** To each of them the same share. */
  public static Forward forward(String... groups) {
    return new Forward(
        Stream.of(groups).map(group -> new WeightedGroup(new GroupId(group), 1)).toList());
  }

  public static TargetGroup group(String id, Target... targets) {
    return group(id, CHECK, targets);
  }

  public static TargetGroup group(String id, HealthCheck check, Target... targets) {
    return new TargetGroup(
        new GroupId(id),
        hash(id + List.of(targets)),
        "group",
        Protocol.HTTP,
        List.of(targets),
        check,
        Duration.ofSeconds(300),
        Duration.ofSeconds(2),
        Set.of());
  }

  public static Target target(String id, int port) {
    return target(id, port, TargetState.ACTIVE);
  }

  public static Target target(String id, int port, TargetState state) {
    return new Target(new TargetId(id), "127.0.0.1", port, state, 100);
  }

  public static TargetKey key(String group, String target) {
    return new TargetKey(new GroupId(group), new TargetId(target));
  }

  /** Something of 16 bytes that equal texts share, and no others. */
  public static ContentHash hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ContentHash.of(Arrays.copyOf(digest, ContentHash.BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static RoutingTable made(TableOutcome outcome) {
    return switch (outcome) {
      case TableOutcome.Made(RoutingTable table) -> table;
      case TableOutcome.Refused(RoutingRefusal refusal) -> throw new AssertionError(refusal);
    };
  }

  public static RoutingTable table(
      List<Balancer> balancers, List<Listener> listeners, List<TargetGroup> groups) {
    return made(RoutingTable.of(RoutingChange.having(balancers, listeners, groups), ALL));
  }

  /** One balancer with one listener on a port, and all requests to one group. */
  public static RoutingTable simple(int port, TargetGroup group) {
    return table(
        List.of(balancer("web", 1)),
        List.of(listener("web-" + port, at("web", port), forward(group.id().text()))),
        List.of(group));
  }
}
