package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.placement.Unplaced.Lack;
import java.util.Optional;

/** One thing that keeps a task off a host, with the figures of it. */
public sealed interface Obstacle {

  /** Its agent cannot be told of a task now. */
  record NoAgent() implements Obstacle {}

  /** The host is not what the task must have, whatever is free on it. */
  sealed interface Unsuited extends Obstacle {
    String name();
  }

  /** Its agent does not know something that the task needs. */
  record NoFeature(String name) implements Unsuited {}

  /**
   * It has not the attribute, or another value of it.
   *
   * @param asked the empty text: any value would do
   */
  record NoAttribute(String name, String asked, Optional<String> found) implements Unsuited {}

  /** It is not what the expression describes. */
  record NoMember(String expression) implements Obstacle {}

  /** It has tasks of the group, and shall have one at most. */
  record TasksOfGroup(String group, int living) implements Obstacle {}

  /** Too little cpu is free, in units. */
  record Cpu(long asked, long free) implements Obstacle {}

  /** Too little memory is free, in MiB. */
  record Memory(long asked, long free) implements Obstacle {}

  /** Too few ports are left for the agent to pick from. */
  record DynamicPorts(HostPort.Protocol protocol, int asked, int free) implements Obstacle {}

  /** A port that the task names is a task's already, or the host keeps it. */
  record PortTaken(HostPort port) implements Obstacle {}

  /** A port that the task names is free, and some proxy may still send others' requests there. */
  record PortHeld(HostPort port) implements Obstacle {}

  /** Too few devices of a kind are free. */
  record Devices(String kind, int asked, int free) implements Obstacle {}

  /** What of a request's answer it would be. */
  default Lack lack() {
    return switch (this) {
      case NoAgent() -> Lack.AGENT;
      case Unsuited _ -> Lack.ATTRIBUTE;
      case NoMember _ -> Lack.MEMBER_OF;
      case TasksOfGroup _ -> Lack.DISTINCT_HOSTS;
      case Cpu _ -> Lack.CPU;
      case Memory _ -> Lack.MEMORY;
      case DynamicPorts _, PortTaken _ -> Lack.PORTS;
      case PortHeld _ -> Lack.HELD_PORTS;
      case Devices _ -> Lack.GPU;
    };
  }
}
