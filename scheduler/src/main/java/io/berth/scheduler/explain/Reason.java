package io.berth.scheduler.explain;

import io.berth.scheduler.placement.Obstacle;
import io.berth.scheduler.placement.Unplaced.Lack;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/** One reason why a host does not take the task. */
public sealed interface Reason {
  /** As they are looked at. */
  Comparator<Reason> IN_ORDER = Reason::compare;

  /** It takes no new tasks: its operator wants it empty. */
  record Draining() implements Reason {}

  /** What placement finds in the way. */
  record Meets(Obstacle obstacle) implements Reason {}

  /**
   * What is the same for all hosts that have such a reason: without the figures of this one. A
   * reason stays the same in this sense while a host fills or empties.
   */
  default Reason alike() {
    return switch (this) {
      case Draining draining -> draining;
      case Meets(var obstacle) -> new Meets(alike(obstacle));
    };
  }

  private static Obstacle alike(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.NoAgent _,
          Obstacle.NoFeature _,
          Obstacle.NoMember _,
          Obstacle.PortTaken _,
          Obstacle.PortHeld _ ->
          obstacle;
      case Obstacle.NoAttribute(var name, var asked, _) ->
          new Obstacle.NoAttribute(name, asked, Optional.empty());
      case Obstacle.TasksOfGroup(var group, _) -> new Obstacle.TasksOfGroup(group, 0);
      case Obstacle.Cpu(var asked, _) -> new Obstacle.Cpu(asked, 0);
      case Obstacle.Memory(var asked, _) -> new Obstacle.Memory(asked, 0);
      case Obstacle.DynamicPorts(var protocol, var asked, _) ->
          new Obstacle.DynamicPorts(protocol, asked, 0);
      case Obstacle.Devices(var kind, var asked, _) -> new Obstacle.Devices(kind, asked, 0);
    };
  }

  /** How much of what is asked for is free; nothing where it is not about an amount. */
  default OptionalLong free() {
    return this instanceof Meets(var obstacle) ? free(obstacle) : OptionalLong.empty();
  }

  private static OptionalLong free(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Cpu(_, var free) -> OptionalLong.of(free);
      case Obstacle.Memory(_, var free) -> OptionalLong.of(free);
      case Obstacle.DynamicPorts(_, _, var free) -> OptionalLong.of(free);
      case Obstacle.Devices(_, _, var free) -> OptionalLong.of(free);
      case Obstacle.NoAgent _,
          Obstacle.NoFeature _,
          Obstacle.NoAttribute _,
          Obstacle.NoMember _,
          Obstacle.TasksOfGroup _,
          Obstacle.PortTaken _,
          Obstacle.PortHeld _ ->
          OptionalLong.empty();
    };
  }

  /** What of a request's answer it would be; nothing where the host would not be asked. */
  default Optional<Lack> lack() {
    return this instanceof Meets(var obstacle) ? Optional.of(obstacle.lack()) : Optional.empty();
  }

  private static int compare(Reason one, Reason other) {
    return one.lack().isPresent() && other.lack().isPresent()
        ? one.lack().get().compareTo(other.lack().get())
        : Boolean.compare(one.lack().isPresent(), other.lack().isPresent());
  }
}
