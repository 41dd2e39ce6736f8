package io.berth.tests.sim;

import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Host;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;

/**
 * What some tasks ask of hosts besides room: in the words of the API, and once more by hand, so
 * that the language of queries is not judged by itself.
 */
enum Demand {
  NONE(""),
  APART(""),
  IN_TWO_ZONES("attribute:zone in [a, b]"),
  APART_IN_A_ZONE("not (attribute:zone != a)"),
  GOLD("attribute:tier == gold"),
  NOT_LOW("attribute:tier !exists or attribute:tier =~ 'g.*'");

  /** Those that each cluster can fulfil once nobody changes attributes any more. */
  static final List<Demand> ALWAYS_POSSIBLE = List.of(NONE, APART, IN_TWO_ZONES, NOT_LOW);

  /** The tasks of requests that keep apart are of one group. */
  static final String GROUP_APART = "apart";

  private final String expression;

  Demand(String expression) {
    this.expression = expression;
  }

  private static boolean is(Host host, String attribute, String value) {
    return host.attribute(attribute).filter(value::equals).isPresent();
  }

  /** What was asked when the words of that request name it. */
  static Optional<Demand> named(String name) {
    return Arrays.stream(values()).filter(demand -> demand.name().equals(name)).findFirst();
  }

  /** What was asked when these are the constraints. */
  static Demand of(List<Constraint> constraints) {
    return Arrays.stream(values())
        .filter(demand -> demand.stored().equals(constraints))
        .findFirst()
        .orElseThrow();
  }

  private List<Constraint> stored() {
    List<Constraint> stored = new ArrayList<>();
    if (isApart()) {
      stored.add(new Constraint.DistinctHosts());
    }
    if (!expression.isEmpty()) {
      stored.add(new Constraint.MemberOf(expression));
    }
    return stored;
  }

  List<PlacementConstraint> constraints() {
    List<PlacementConstraint> constraints = new ArrayList<>();
    if (isApart()) {
      constraints.add(PlacementConstraint.builder().type("distinctInstance").build());
    }
    if (!expression.isEmpty()) {
      constraints.add(
          PlacementConstraint.builder().type("memberOf").expression(expression).build());
    }
    return constraints;
  }

  /** Whether no host shall have two tasks of the group. */
  boolean isApart() {
    return this == APART || this == APART_IN_A_ZONE;
  }

  /** Whether the host is what the expression describes. */
  boolean means(Host host) {
    return switch (this) {
      case NONE, APART -> true;
      case IN_TWO_ZONES -> is(host, "zone", "a") || is(host, "zone", "b");
      case APART_IN_A_ZONE -> is(host, "zone", "a");
      case GOLD -> is(host, "tier", "gold");
      case NOT_LOW -> !is(host, "tier", "low");
    };
  }
}
