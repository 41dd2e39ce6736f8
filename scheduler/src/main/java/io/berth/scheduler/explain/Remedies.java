package io.berth.scheduler.explain;

import io.berth.base.AttributeRules;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.placement.Obstacle;
import io.berth.scheduler.query.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;

/**
 * The single changes that may remove a reason; whether they do, a {@link Trial} says. Remembers the
 * expressions that it has read: thousands of hosts have the same in their way.
 */
final class Remedies {
  /** Less than this no container can be given. */
  static final long LEAST_MEMORY_MIB = 6;

  /** Of an expression that names hundreds of values the first are as good as any. */
  private static final int MOST_VALUES = 8;

  private final Map<String, NavigableMap<String, NavigableSet<String>>> examples = new HashMap<>();

  /** All but those that stop tasks. */
  List<Change> of(Reason reason, Host host) {
    return switch (reason) {
      case Reason.Draining() -> List.of(new Change.Activate());
      case Reason.Meets(var obstacle) -> of(obstacle, host);
    };
  }

  /** Whether the end of tasks may remove it. */
  static boolean areTasksToBlame(Reason reason) {
    return reason instanceof Reason.Meets(var obstacle)
        && switch (obstacle) {
          case Obstacle.Cpu _,
              Obstacle.Memory _,
              Obstacle.DynamicPorts _,
              Obstacle.PortTaken _,
              Obstacle.TasksOfGroup _,
              Obstacle.Devices _ ->
              true;
          case Obstacle.NoAgent _,
              Obstacle.NoFeature _,
              Obstacle.NoAttribute _,
              Obstacle.NoMember _,
              Obstacle.PortHeld _ ->
              false;
        };
  }

  private List<Change> of(Obstacle obstacle, Host host) {
    return switch (obstacle) {
      case Obstacle.NoAgent() -> List.of(new Change.Reconnect());
      case Obstacle.NoAttribute(var name, var asked, _) -> attribute(name, asked, host);
      case Obstacle.NoMember(var expression) -> member(expression, host);
      case Obstacle.TasksOfGroup _ ->
          List.of(new Change.DropConstraint(new Constraint.DistinctHosts()));
      case Obstacle.Cpu(_, var free) -> free > 0 ? List.of(new Change.LessCpu(free)) : List.of();
      case Obstacle.Memory(_, var free) ->
          free >= LEAST_MEMORY_MIB ? List.of(new Change.LessMemory(free)) : List.of();
      case Obstacle.PortTaken(var port) -> List.of(new Change.DynamicPort(port));
      case Obstacle.PortHeld(var port) -> List.of(new Change.DynamicPort(port));
      case Obstacle.NoFeature _, Obstacle.DynamicPorts _, Obstacle.Devices _ -> List.of();
    };
  }

  private List<Change> member(String expression, Host host) {
    List<Change> changes = new ArrayList<>();
    var values = examples.computeIfAbsent(expression, text -> Query.of(text).examples());
    for (Map.Entry<String, NavigableSet<String>> asked : values.entrySet()) {
      for (String value : asked.getValue()) {
        if (changes.size() < MOST_VALUES) {
          changes.addAll(attribute(asked.getKey(), value, host));
        }
      }
    }
    changes.add(new Change.DropConstraint(new Constraint.MemberOf(expression)));
    return changes;
  }

  /** If users may put it: not what follows from facts, and not more than a host may have. */
  private static List<Change> attribute(String name, String value, Host host) {
    boolean isAllowed =
        !AttributeRules.isReserved(name)
            && AttributeRules.faultOfName(name).isEmpty()
            && (value.isEmpty() || AttributeRules.faultOfValue(value).isEmpty());
    boolean hasRoom =
        host.usersAttributes().containsKey(name)
            || host.usersAttributes().size() < Host.MOST_USERS_ATTRIBUTES;
    return isAllowed && hasRoom ? List.of(new Change.PutAttribute(name, value)) : List.of();
  }
}
