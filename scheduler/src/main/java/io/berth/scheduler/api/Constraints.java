package io.berth.scheduler.api;

import io.berth.scheduler.model.Constraint;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;

/** Placement constraints in the shapes of ECS. */
final class Constraints {
  private static final int MOST = 10;
  private static final String MEMBER_OF = "memberOf";
  private static final String DISTINCT = "distinctInstance";

  private Constraints() {}

  /** What a request for tasks or about a service says. */
  static List<Constraint> read(List<PlacementConstraint> given) {
    if (given.size() > MOST) {
      throw Lookups.invalid("There can be at most " + MOST + " placement constraints.");
    }
    return given.stream()
        .map(one -> read(one.typeAsString(), one.expression(), Set.of(MEMBER_OF, DISTINCT)))
        .toList();
  }

  /** What a definition says; it knows one type alone, since many may run the same. */
  static List<Constraint> readOfDefinition(List<TaskDefinitionPlacementConstraint> given) {
    Demand.atMost(MOST, given, "placementConstraints");
    return given.stream()
        .map(one -> read(one.typeAsString(), one.expression(), Set.of(MEMBER_OF)))
        .toList();
  }

  static List<PlacementConstraint> write(List<Constraint> constraints) {
    return constraints.stream().map(Constraints::written).toList();
  }

  private static PlacementConstraint written(Constraint constraint) {
    PlacementConstraint.Builder written = PlacementConstraint.builder();
    return switch (constraint) {
      case Constraint.DistinctHosts() -> written.type(DISTINCT).build();
      case Constraint.MemberOf(var expression) ->
          written.type(MEMBER_OF).expression(expression).build();
    };
  }

  private static Constraint read(
      @Nullable String type, @Nullable String expression, Set<String> types) {
    String known = Demand.text(type, "PlacementConstraint.type");
    Demand.oneOf(known, types, "placementConstraints.type");
    return known.equals(MEMBER_OF) ? memberOf(expression) : distinct(expression);
  }

  private static Constraint distinct(@Nullable String expression) {
    if (expression != null && !expression.isEmpty()) {
      throw Lookups.invalid("Placement constraint " + DISTINCT + " has no expression.");
    }
    return new Constraint.DistinctHosts();
  }

  private static Constraint memberOf(@Nullable String expression) {
    String text = Demand.text(expression, "PlacementConstraint.expression");
    return new Constraint.MemberOf(
        Queries.read(text, "expression of placement constraint " + MEMBER_OF).text());
  }
}
