package io.berth.scheduler.api;

import io.berth.proto.control.ChangeKind;
import io.berth.proto.control.ExplainedReason;
import io.berth.proto.control.ReadValue;
import io.berth.proto.control.ReasonKind;
import io.berth.proto.control.SuggestedChange;
import io.berth.scheduler.explain.Change;
import io.berth.scheduler.explain.Reason;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.placement.Obstacle;
import io.berth.scheduler.query.QueriedHost;
import io.berth.scheduler.query.Query;
import io.berth.scheduler.query.Reads;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Reasons and changes as our own API shows them, but for their words. */
final class ReasonWire {
  private ReasonWire() {}

  static ExplainedReason.Builder write(Reason reason) {
    return switch (reason) {
      case Reason.Draining() ->
          ExplainedReason.newBuilder().setKind(ReasonKind.REASON_KIND_DRAINING);
      case Reason.Meets(var obstacle) -> write(obstacle).setEcsReason(obstacle.lack().reason());
    };
  }

  private static ExplainedReason.Builder write(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.NoAgent() -> kind(ReasonKind.REASON_KIND_AGENT);
      case Obstacle.NoFeature(var name) -> kind(ReasonKind.REASON_KIND_FEATURE).setName(name);
      case Obstacle.NoAttribute(var name, var asked, var found) -> {
        ExplainedReason.Builder shown =
            kind(ReasonKind.REASON_KIND_ATTRIBUTE).setName(name).setAskedValue(asked);
        found.ifPresent(shown::setFoundValue);
        yield shown;
      }
      case Obstacle.NoMember(var expression) ->
          kind(ReasonKind.REASON_KIND_MEMBER_OF).setName(expression);
      case Obstacle.TasksOfGroup(var group, _) ->
          kind(ReasonKind.REASON_KIND_DISTINCT_INSTANCE).setName(group);
      case Obstacle.Cpu(var asked, var free) -> amount(ReasonKind.REASON_KIND_CPU, asked, free);
      case Obstacle.Memory(var asked, var free) ->
          amount(ReasonKind.REASON_KIND_MEMORY, asked, free);
      case Obstacle.DynamicPorts(var protocol, var asked, var free) ->
          amount(ReasonKind.REASON_KIND_DYNAMIC_PORTS, asked, free)
              .setName(protocol.name().toLowerCase(Locale.ROOT));
      case Obstacle.PortTaken(var port) ->
          kind(ReasonKind.REASON_KIND_PORT_TAKEN).setPort(ExplainWords.port(port));
      case Obstacle.PortHeld(var port) ->
          kind(ReasonKind.REASON_KIND_PORT_HELD).setPort(ExplainWords.port(port));
      case Obstacle.Devices(var kind, var asked, var free) ->
          amount(ReasonKind.REASON_KIND_DEVICES, asked, free).setName(kind);
    };
  }

  private static ExplainedReason.Builder kind(ReasonKind kind) {
    return ExplainedReason.newBuilder().setKind(kind);
  }

  private static ExplainedReason.Builder amount(ReasonKind kind, long asked, long free) {
    return kind(kind).setAsked(asked).setFree(free);
  }

  /** How much of it the host has for tasks in all. */
  static long registered(Obstacle obstacle, HostFacts facts) {
    return switch (obstacle) {
      case Obstacle.Cpu _ -> facts.registered().cpuUnits();
      case Obstacle.Memory _ -> facts.registered().memoryMib();
      case Obstacle.DynamicPorts(var protocol, _, _) ->
          switch (protocol) {
            case TCP -> facts.registered().dynamicTcpPorts();
            case UDP -> facts.registered().dynamicUdpPorts();
          };
      case Obstacle.Devices(var kind, _, _) ->
          facts.devices().stream().filter(device -> device.kind().equals(kind)).count();
      case Obstacle.NoAgent _,
          Obstacle.NoFeature _,
          Obstacle.NoAttribute _,
          Obstacle.NoMember _,
          Obstacle.TasksOfGroup _,
          Obstacle.PortTaken _,
          Obstacle.PortHeld _ ->
          0;
    };
  }

  /** What the expression reads of the host, in the order of the names. */
  static List<ReadValue> read(String expression, QueriedHost host) {
    Reads reads = Query.of(expression).reads();
    List<ReadValue> values = new ArrayList<>();
    for (String name : new TreeSet<>(reads.attributes())) {
      values.add(value("attribute:" + name, host.attribute(name)));
    }
    for (Reads.Trait trait : new TreeSet<>(reads.traits())) {
      values.add(
          switch (trait) {
            case AGENT_CONNECTED ->
                value("agentConnected", Boolean.toString(host.isAgentConnected()));
            case AGENT_VERSION -> value("agentVersion", host.agentVersion());
            case INSTANCE_ID -> value("ec2InstanceId", host.instanceId());
            case REGISTERED_AT -> value("registeredAt", host.registeredAt().toString());
            case RUNNING_TASKS -> value("runningTasksCount", Integer.toString(host.runningTasks()));
            case TASK_GROUPS -> value("task:group", String.join(", ", host.taskGroups()));
          });
    }
    return values;
  }

  private static ReadValue value(String subject, String value) {
    return value(subject, Optional.of(value));
  }

  private static ReadValue value(String subject, Optional<String> value) {
    ReadValue.Builder shown = ReadValue.newBuilder().setSubject(subject);
    value.ifPresent(shown::setValue);
    return shown.build();
  }

  static SuggestedChange.Builder write(Change change) {
    SuggestedChange.Builder shown = SuggestedChange.newBuilder();
    return switch (change) {
      case Change.LessCpu(var cpu) -> shown.setKind(ChangeKind.CHANGE_KIND_LESS_CPU).setAmount(cpu);
      case Change.LessMemory(var memory) ->
          shown.setKind(ChangeKind.CHANGE_KIND_LESS_MEMORY).setAmount(memory);
      case Change.DropConstraint(Constraint.DistinctHosts()) ->
          shown.setKind(ChangeKind.CHANGE_KIND_DROP_DISTINCT_INSTANCE);
      case Change.DropConstraint(Constraint.MemberOf(var expression)) ->
          shown.setKind(ChangeKind.CHANGE_KIND_DROP_MEMBER_OF).setName(expression);
      case Change.DynamicPort(var port) ->
          shown.setKind(ChangeKind.CHANGE_KIND_DYNAMIC_PORT).setPort(ExplainWords.port(port));
      case Change.Reconnect() -> shown.setKind(ChangeKind.CHANGE_KIND_RECONNECT);
      case Change.Activate() -> shown.setKind(ChangeKind.CHANGE_KIND_ACTIVATE);
      case Change.PutAttribute(var name, var value) ->
          shown.setKind(ChangeKind.CHANGE_KIND_PUT_ATTRIBUTE).setName(name).setValue(value);
      case Change.StopTasks(var tasks) ->
          shown
              .setKind(ChangeKind.CHANGE_KIND_STOP_TASKS)
              .addAllTaskIds(tasks.stream().map(TaskId::text).toList());
    };
  }
}
