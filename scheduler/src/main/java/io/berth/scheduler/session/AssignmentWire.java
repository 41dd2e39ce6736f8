package io.berth.scheduler.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.ContainerPlan;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.PullBehaviour;
import io.berth.proto.agent.ServiceOrigin;
import io.berth.proto.agent.SingletonLease;
import io.berth.proto.agent.TargetOrigin;
import io.berth.proto.agent.TaskOrigin;
import io.berth.proto.agent.TaskPlan;
import io.berth.proto.agent.TaskShape;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.PlanHash;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.peer.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as their agent gets them: the stored plan, completed by what the host itself says. Each
 * session has its own, and keeps what the last task shares with those that are made like it: mostly
 * the next one is.
 */
final class AssignmentWire {
  private static final long MIB = 1L << 20;

  private @Nullable Pattern last;

  /** What the tasks of one plan have in common on one host. */
  private record Pattern(Key key, Assignment common) {}

  private record Key(PlanHash plan, Optional<String> document, HostFacts.Defaults defaults) {}

  /** The balanced ports are those of the task's deployment: the agent keeps them from others. */
  Assignment of(
      Task task,
      Plan plan,
      Optional<TaskDefinition> definition,
      List<BalancedPort> balanced,
      HostFacts.Defaults defaults) {
    Key key = new Key(plan.hash(), definition.map(TaskDefinition::document), defaults);
    Pattern pattern = last;
    if (pattern == null || !pattern.key().equals(key)) {
      pattern = new Pattern(key, common(plan, key));
      last = pattern;
    }
    Assignment.Builder assignment =
        pattern.common().toBuilder()
            .setTaskId(task.id().text())
            .setDesired(desired(task.isKept()))
            .setOrigin(origin(task, balanced, pattern.common().getOrigin()));
    give(task.order().devices(), assignment);
    task.order().lease().ifPresent(lease -> lease(lease, assignment));
    return assignment.build();
  }

  /** The number is in the environment, so that whoever the task writes to can compare it. */
  private static void lease(TaskLease lease, Assignment.Builder assignment) {
    assignment.setSingleton(
        SingletonLease.newBuilder()
            .setNumber(lease.number())
            .setPatienceMs(lease.patience().toMillis()));
    assignment
        .getPlanBuilder()
        .getContainersBuilderList()
        .forEach(container ->
            container.putEnvironment(TaskLease.VARIABLE, Long.toString(lease.number())));
  }

  /** How long the containers of such a task may take to end, one after the other. */
  static Duration stopTime(Plan plan, HostFacts.Defaults defaults) {
    return completed(plan, defaults).getContainersList().stream()
        .map(container -> Duration.ofMillis(container.getStopTimeoutMs()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** What a task was given by name is its own, and no part of the plan that others share. */
  private static void give(List<GivenDevice> devices, Assignment.Builder assignment) {
    for (GivenDevice device : devices) {
      assignment.getOriginBuilder().getShapeBuilder().addDeviceIds(device.id());
      assignment.getPlanBuilder().getContainersBuilderList().stream()
          .filter(container -> container.getName().equals(device.container()))
          .forEach(container -> container.addDeviceIds(device.id()));
    }
  }

  static DesiredTaskState desired(boolean wanted) {
    return wanted
        ? DesiredTaskState.DESIRED_TASK_STATE_RUN
        : DesiredTaskState.DESIRED_TASK_STATE_STOP;
  }

  /** What is stored leaves to each host what its own configuration says. */
  private static TaskPlan completed(Plan plan, HostFacts.Defaults defaults) {
    TaskPlan.Builder completed = stored(plan).toBuilder();
    for (ContainerPlan.Builder container : completed.getContainersBuilderList()) {
      if (!container.hasStopTimeoutMs()) {
        container.setStopTimeoutMs(Math.toIntExact(defaults.stopTimeout().toMillis()));
      }
      if (container.getPullBehaviour() == PullBehaviour.PULL_BEHAVIOUR_UNSPECIFIED) {
        container.setPullBehaviour(HostWire.pull(defaults.pullBehaviour()));
      }
    }
    return completed.build();
  }

  private static TaskPlan stored(Plan plan) {
    try {
      return TaskPlan.parseFrom(plan.compiled().toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("plan " + plan.hash() + " is not what was compiled", e);
    }
  }

  private static Assignment common(Plan plan, Key key) {
    TaskPlan completed = completed(plan, key.defaults());
    TaskOrigin.Builder origin =
        TaskOrigin.newBuilder().setShape(shape(plan)).setOverrides(plan.overrides());
    key.document().ifPresent(document -> origin.setDefinitionDigest(digest(document)));
    return Assignment.newBuilder()
        .setPlan(completed)
        .setPlanHash(ByteString.copyFrom(plan.hash().toArray()))
        .addAllRequires(plan.requires().stream().sorted().toList())
        .setOrigin(origin)
        .build();
  }

  private static TaskOrigin origin(Task task, List<BalancedPort> balanced, TaskOrigin common) {
    TaskOrigin.Builder origin =
        common.toBuilder()
            .setClusterName(task.cluster().text())
            .setDefinitionFamily(task.order().definition().family())
            .setDefinitionRevision(task.order().definition().revision())
            .setGroup(task.order().group())
            .setStartedBy(task.order().startedBy())
            .setCreatedAt(Times.of(task.createdAt()))
            .putAllTags(task.tags());
    task.order()
        .membership()
        .ifPresent(member -> origin.setService(serviceOrigin(member, balanced)));
    return origin.build();
  }

  private static ServiceOrigin serviceOrigin(Membership member, List<BalancedPort> balanced) {
    ServiceOrigin.Builder service =
        ServiceOrigin.newBuilder()
            .setServiceName(member.service().name())
            .setDeploymentId(member.deployment().text());
    for (BalancedPort port : balanced) {
      service.addTargets(
          TargetOrigin.newBuilder()
              .setGroupId(port.group().text())
              .setContainerName(port.container())
              .setContainerPort(port.containerPort()));
    }
    return service.build();
  }

  private static ByteString digest(String document) {
    return ByteString.copyFrom(Fingerprint.of(document.getBytes(StandardCharsets.UTF_8)).toArray());
  }

  private static TaskShape shape(Plan plan) {
    var asked = plan.asked();
    TaskShape.Builder shape =
        TaskShape.newBuilder()
            .setCpuUnits((int) asked.asked().cpuUnits())
            .setMemoryBytes(asked.asked().memoryMib() * MIB)
            .setDynamicTcpPorts(asked.asked().dynamicTcpPorts())
            .setDynamicUdpPorts(asked.asked().dynamicUdpPorts());
    asked.staticPorts().forEach(port -> shape.addStaticPorts(HostWire.port(port)));
    return shape.build();
  }
}
