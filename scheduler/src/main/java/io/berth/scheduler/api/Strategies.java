package io.berth.scheduler.api;

import io.berth.base.AttributeRules;
import io.berth.scheduler.model.Strategy;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;

/** Placement strategies in the shapes of ECS. */
final class Strategies {
  private static final int MOST = 5;
  private static final String ATTRIBUTE = "attribute:";

  private Strategies() {}

  static List<Strategy> read(List<PlacementStrategy> given) {
    if (given.size() > MOST) {
      throw Lookups.invalid("A request can have at most " + MOST + " placement strategies.");
    }
    return given.stream().map(Strategies::strategy).toList();
  }

  static List<PlacementStrategy> write(List<Strategy> strategies) {
    return strategies.stream().map(Strategies::written).toList();
  }

  private static PlacementStrategy written(Strategy strategy) {
    PlacementStrategy.Builder written = PlacementStrategy.builder();
    return switch (strategy) {
      case Strategy.Anywhere() -> written.type("random").build();
      case Strategy.SpreadOverHosts() -> written.type("spread").field("instanceId").build();
      case Strategy.SpreadOverAttribute(var name) ->
          written.type("spread").field(ATTRIBUTE + name).build();
      case Strategy.Binpack(var resource) -> written.type("binpack").field(resource.name()).build();
    };
  }

  private static Strategy strategy(PlacementStrategy given) {
    String type = String.valueOf(given.typeAsString());
    String field = given.field() == null ? "" : given.field();
    return switch (type) {
      case "random" -> anywhere(field);
      case "spread" -> spread(field);
      case "binpack" -> new Strategy.Binpack(resource(field));
      default -> throw Lookups.invalid("Unknown placement strategy: " + Arns.shown(type));
    };
  }

  private static Strategy anywhere(String field) {
    if (!field.isEmpty()) {
      throw Lookups.invalid("Placement strategy random has no field.");
    }
    return new Strategy.Anywhere();
  }

  private static Strategy spread(String field) {
    if (field.equals("host") || field.equals("instanceId")) {
      return new Strategy.SpreadOverHosts();
    }
    if (field.startsWith(ATTRIBUTE)) {
      String name = field.substring(ATTRIBUTE.length());
      AttributeRules.faultOfName(name)
          .ifPresent(fault -> {
            throw Lookups.invalid("Invalid field of placement strategy spread: " + fault + ".");
          });
      return new Strategy.SpreadOverAttribute(name);
    }
    throw Lookups.invalid("Unknown field of placement strategy spread: " + Arns.shown(field));
  }

  private static Strategy.Resource resource(String field) {
    return switch (field) {
      case "cpu", "CPU" -> Strategy.Resource.CPU;
      case "memory", "MEMORY" -> Strategy.Resource.MEMORY;
      default ->
          throw Lookups.invalid(
              "Unknown field of placement strategy binpack: " + Arns.shown(field));
    };
  }
}
