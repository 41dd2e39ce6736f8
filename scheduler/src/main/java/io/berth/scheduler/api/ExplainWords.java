package io.berth.scheduler.api;

import io.berth.scheduler.explain.Change;
import io.berth.scheduler.explain.Reason;
import io.berth.scheduler.explain.ReasonGroup;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.Obstacle;
import io.berth.scheduler.placement.PlacementRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Explanations as people read them. */
final class ExplainWords {
  private static final String DRAINING = "takes no new tasks: it is draining";

  private ExplainWords() {}

  // ------------------------------------------------------------------------------ what is asked

  /** All that a task asks of a host. */
  static String asked(PlacementRequest request) {
    TaskShape shape = request.shape();
    List<String> parts = new ArrayList<>();
    parts.add(shape.asked().cpuUnits() + " cpu units");
    parts.add(shape.asked().memoryMib() + " MiB");
    ports(parts, shape.asked().dynamicTcpPorts(), "tcp");
    ports(parts, shape.asked().dynamicUdpPorts(), "udp");
    shape.staticPorts().forEach(port -> parts.add("port " + port(port)));
    shape.devices().forEach(ask -> parts.add(ask.count() + " of " + devices(ask.kind())));
    request.constraints().forEach(constraint -> parts.add(constraint(constraint)));
    return String.join(", ", parts);
  }

  private static void ports(List<String> parts, int count, String protocol) {
    if (count > 0) {
      parts.add(count + (count == 1 ? " dynamic port of " : " dynamic ports of ") + protocol);
    }
  }

  private static String constraint(Constraint constraint) {
    return switch (constraint) {
      case Constraint.DistinctHosts() -> "distinctInstance";
      case Constraint.MemberOf(var expression) -> "memberOf " + expression;
    };
  }

  static String port(HostPort port) {
    return port.number() + "/" + port.protocol().name().toLowerCase(Locale.ROOT);
  }

  private static String devices(String kind) {
    return kind.equals(HostFacts.Device.GPU) ? "GPUs" : "devices of kind " + kind;
  }

  // ------------------------------------------------------------------------------ reasons

  /** Of one host. */
  static String of(Reason reason) {
    return switch (reason) {
      case Reason.Draining() -> DRAINING;
      case Reason.Meets(var obstacle) -> sentence(obstacle) + figures(obstacle);
    };
  }

  /** Of several hosts: their figures as a range. */
  static String of(ReasonGroup group) {
    return switch (group.reason()) {
      case Reason.Draining() -> DRAINING;
      case Reason.Meets(Obstacle.NoAttribute(var name, var asked, _)) -> attribute(name, asked);
      case Reason.Meets(var obstacle) ->
          sentence(obstacle) + range(obstacle, group.leastFree(), group.mostFree());
    };
  }

  private static String sentence(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.NoAgent() -> "its agent is not connected, or its container engine is away";
      case Obstacle.NoFeature(var name) -> "its agent does not know " + name + ": it is too old";
      case Obstacle.NoAttribute(var name, var asked, _) -> attribute(name, asked);
      case Obstacle.NoMember(var expression) -> "memberOf does not hold: " + expression;
      case Obstacle.TasksOfGroup(var group, _) -> "distinctInstance: it has a task of " + group;
      case Obstacle.Cpu(var asked, _) -> "not enough cpu: asked " + asked + " units";
      case Obstacle.Memory(var asked, _) -> "not enough memory: asked " + asked + " MiB";
      case Obstacle.DynamicPorts(var protocol, var asked, _) ->
          "not enough dynamic ports of "
              + protocol.name().toLowerCase(Locale.ROOT)
              + ": asked "
              + asked;
      case Obstacle.PortTaken(var port) -> "port " + port(port) + " is in use";
      case Obstacle.PortHeld(var port) ->
          "port " + port(port) + " waits until every proxy has forgotten it";
      case Obstacle.Devices(var kind, var asked, _) ->
          "not enough " + devices(kind) + ": asked " + asked;
    };
  }

  private static String attribute(String name, String asked) {
    return "has not the attribute " + name + (asked.isEmpty() ? "" : " with the value " + asked);
  }

  private static String figures(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.NoAttribute(_, _, var found) ->
          found
              .map(value -> value.isEmpty() ? ", but without a value" : ", but " + value)
              .orElse("");
      case Obstacle.TasksOfGroup(_, var living) -> living > 1 ? ", " + living + " in all" : "";
      case Obstacle.Cpu _,
          Obstacle.Memory _,
          Obstacle.DynamicPorts _,
          Obstacle.Devices _,
          Obstacle.NoAgent _,
          Obstacle.NoFeature _,
          Obstacle.NoMember _,
          Obstacle.PortTaken _,
          Obstacle.PortHeld _ -> {
        OptionalLong free = new Reason.Meets(obstacle).free();
        yield range(obstacle, free, free);
      }
    };
  }

  private static String range(Obstacle obstacle, OptionalLong least, OptionalLong most) {
    if (least.isEmpty() || most.isEmpty()) {
      return "";
    }
    String amount =
        least.getAsLong() == most.getAsLong()
            ? Long.toString(least.getAsLong())
            : least.getAsLong() + " to " + most.getAsLong();
    return ", free " + amount + (obstacle instanceof Obstacle.Memory ? " MiB" : "");
  }

  // ------------------------------------------------------------------------------ changes

  /** As something to do. */
  static String of(Change change, PlacementRequest request) {
    return switch (change) {
      case Change.LessCpu(var cpu) ->
          "ask for " + cpu + " cpu units instead of " + request.shape().asked().cpuUnits();
      case Change.LessMemory(var memory) ->
          "ask for " + memory + " MiB instead of " + request.shape().asked().memoryMib();
      case Change.DropConstraint(var constraint) ->
          "leave out the constraint " + constraint(constraint);
      case Change.DynamicPort(var port) ->
          "let the agent pick a port instead of " + port(port) + " (hostPort 0)";
      case Change.Reconnect() -> "get its agent connected and its container engine running";
      case Change.Activate() -> "make it active again: it is draining";
      case Change.PutAttribute(var name, var value) ->
          "put the attribute " + name + (value.isEmpty() ? "" : "=" + value) + " on it";
      case Change.StopTasks(var tasks) ->
          tasks.size() == 1
              ? "stop the task " + tasks.getFirst().text() + " there"
              : "stop " + tasks.size() + " tasks there: " + texts(tasks);
    };
  }

  private static String texts(List<TaskId> tasks) {
    return String.join(", ", tasks.stream().map(TaskId::text).toList());
  }
}
