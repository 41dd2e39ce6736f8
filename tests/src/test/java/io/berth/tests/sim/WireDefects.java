package io.berth.tests.sim;

import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.PortRelease;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.TaskIntent;
import io.berth.proto.common.TransportProtocol;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.HealthState;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.proto.proxy.RoutingChange;
import io.berth.proto.proxy.TargetHealth;
import io.berth.proto.proxy.TargetState;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The bugs that can be planted on the wire: what was said is not what arrives. */
final class WireDefects {
  private static final long LONG_PATIENCE_MS = 300_000;

  private final Surroundings world;
  private final Set<String> seenHealthy = new HashSet<>();

  WireDefects(Surroundings world) {
    this.world = world;
  }

  /** What really leaves for an agent. */
  SchedulerMessage toAgent(SchedulerMessage said, Snapshot state) {
    SchedulerMessage message = assigned(said, state);
    if (!message.hasDifference()) {
      return message;
    }
    DesiredChange change = message.getDifference().getChange();
    if (change.getIntentsCount() > 0 && world.strikes(Defect.STOP_NOT_SENT, 3)) {
      return with(message, change.toBuilder().clearIntents().build());
    }
    if (change.getRemovedTaskIdsCount() > 0 && world.has(Defect.PORT_RELEASED_EARLY)) {
      return with(message, released(change, state));
    }
    return message;
  }

  /** What tasks are told, wherever in a message it stands. */
  private SchedulerMessage assigned(SchedulerMessage message, Snapshot state) {
    boolean strikes = world.has(Defect.FENCE_FORGOTTEN) || world.has(Defect.LEASE_NOT_AWAITED);
    if (strikes && message.hasDifference()) {
      return with(message, assigned(message.getDifference().getChange(), state));
    }
    return strikes && message.hasSyncChunk()
        ? message.toBuilder()
            .setSyncChunk(
                message.getSyncChunk().toBuilder()
                    .setChange(assigned(message.getSyncChunk().getChange(), state)))
            .build()
        : message;
  }

  private DesiredChange assigned(DesiredChange change, Snapshot state) {
    DesiredChange.Builder other = change.toBuilder();
    if (world.has(Defect.LEASE_NOT_AWAITED)) {
      other
          .getAssignmentsBuilderList()
          .forEach(one -> {
            if (one.hasSingleton()) {
              one.getSingletonBuilder().setPatienceMs(LONG_PATIENCE_MS);
            }
          });
      return other.build();
    }
    other
        .getAssignmentsBuilderList()
        .forEach(one -> {
          if (isFenced(one.getTaskId(), state)) {
            one.setDesired(DesiredTaskState.DESIRED_TASK_STATE_RUN);
          }
        });
    List<TaskIntent> kept =
        change.getIntentsList().stream()
            .filter(intent -> !isFenced(intent.getTaskId(), state))
            .toList();
    return other.clearIntents().addAllIntents(kept).build();
  }

  private static boolean isFenced(String id, Snapshot state) {
    return state
        .find(Tables.TASKS, TaskId.parse(id))
        .filter(task -> !task.isOver() && LossWitness.isLost(task))
        .isPresent();
  }

  private static SchedulerMessage with(SchedulerMessage message, DesiredChange change) {
    return message.toBuilder()
        .setDifference(message.getDifference().toBuilder().setChange(change))
        .build();
  }

  /** All ports of what is over, whether or not somebody may still send there. */
  private static DesiredChange released(DesiredChange change, Snapshot state) {
    DesiredChange.Builder more = change.toBuilder();
    for (String id : change.getRemovedTaskIdsList()) {
      state.find(Tables.TASKS, TaskId.parse(id)).ifPresent(task -> release(task, more));
    }
    return more.build();
  }

  private static void release(Task task, DesiredChange.Builder change) {
    for (ContainerSight container : task.sighting().containers()) {
      for (ContainerSight.PortBinding binding : container.ports()) {
        if (binding.hostPort().protocol() == HostPort.Protocol.TCP) {
          change.addReleasedPorts(
              PortRelease.newBuilder()
                  .setPort(
                      io.berth.proto.agent.HostPort.newBuilder()
                          .setPort(binding.hostPort().number())
                          .setProtocol(TransportProtocol.TRANSPORT_PROTOCOL_TCP))
                  .setTaskId(task.id().text()));
        }
      }
    }
  }

  /** What really leaves for a proxy. */
  FeedMessage toProxy(FeedMessage message) {
    if (!message.hasSyncChunk() || !world.has(Defect.DRAIN_MARK_LOST)) {
      return message;
    }
    RoutingChange.Builder change = message.getSyncChunk().getChange().toBuilder();
    change
        .getGroupsBuilderList()
        .forEach(group ->
            group
                .getTargetsBuilderList()
                .forEach(target -> target.setState(TargetState.TARGET_STATE_ACTIVE)));
    return message.toBuilder()
        .setSyncChunk(message.getSyncChunk().toBuilder().setChange(change))
        .build();
  }

  /** What really leaves a proxy. */
  ProxyMessage fromProxy(ProxyMessage message) {
    if (!message.hasHealth() || !world.has(Defect.HEALTHY_BY_ONE)) {
      return message;
    }
    var health = message.getHealth().toBuilder();
    for (TargetHealth.Builder one : health.getTargetsBuilderList()) {
      if (one.getState() == HealthState.HEALTH_STATE_HEALTHY) {
        seenHealthy.add(one.getTargetId());
      } else if (seenHealthy.contains(one.getTargetId())) {
        one.setState(HealthState.HEALTH_STATE_HEALTHY);
        one.clearReason();
        one.clearStatusCode();
      }
    }
    return message.toBuilder().setHealth(health).build();
  }
}
