package io.berth.agent.journal;

import io.berth.agent.model.LifecyclePlan;
import io.berth.agent.model.LifecyclePlan.DependencyCondition;
import io.berth.proto.agent.ContainerPlan;
import io.berth.proto.agent.Dependency;
import io.berth.proto.agent.HealthCheckPlan;
import io.berth.proto.agent.RestartPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/** When containers start, stop and start again, as messages, in both directions. */
final class LifecycleWire {
  private LifecycleWire() {}

  static LifecyclePlan read(ContainerPlan message) throws MalformedException {
    if (!message.hasStopTimeoutMs()) {
      throw new MalformedException("the stop timeout is not said");
    }
    var dependencies = new ArrayList<LifecyclePlan.Dependency>();
    for (Dependency one : message.getDependsOnList()) {
      dependencies.add(
          new LifecyclePlan.Dependency(one.getContainerName(), condition(one.getCondition())));
    }
    return new LifecyclePlan(
        message.getEssential(),
        millis(message.getStopTimeoutMs()),
        Wire.optional(message.hasStopSignal(), message.getStopSignal()),
        message.hasStartTimeoutMs()
            ? Optional.of(millis(message.getStartTimeoutMs()))
            : Optional.empty(),
        dependencies,
        message.hasHealthCheck() ? Optional.of(health(message.getHealthCheck())) : Optional.empty(),
        message.hasRestartPolicy()
            ? Optional.of(restart(message.getRestartPolicy()))
            : Optional.empty());
  }

  static void write(LifecyclePlan plan, ContainerPlan.Builder message) {
    message.setEssential(plan.essential()).setStopTimeoutMs(millis(plan.stopTimeout()));
    plan.stopSignal().ifPresent(message::setStopSignal);
    plan.startTimeout().map(LifecycleWire::millis).ifPresent(message::setStartTimeoutMs);
    plan.dependsOn()
        .forEach(one ->
            message.addDependsOn(
                Dependency.newBuilder()
                    .setContainerName(one.containerName())
                    .setCondition(condition(one.condition()))));
    plan.healthCheck().map(LifecycleWire::health).ifPresent(message::setHealthCheck);
    plan.restartPolicy().map(LifecycleWire::restart).ifPresent(message::setRestartPolicy);
  }

  private static Duration millis(int millis) {
    return Duration.ofMillis(Integer.toUnsignedLong(millis));
  }

  private static int millis(Duration duration) {
    return (int) duration.toMillis();
  }

  private static LifecyclePlan.HealthCheckPlan health(HealthCheckPlan message) {
    return new LifecyclePlan.HealthCheckPlan(
        message.getCommandList(),
        message.getInShell(),
        millis(message.getIntervalMs()),
        millis(message.getTimeoutMs()),
        message.getRetries(),
        millis(message.getStartPeriodMs()));
  }

  private static HealthCheckPlan health(LifecyclePlan.HealthCheckPlan plan) {
    return HealthCheckPlan.newBuilder()
        .addAllCommand(plan.command())
        .setInShell(plan.inShell())
        .setIntervalMs(millis(plan.interval()))
        .setTimeoutMs(millis(plan.timeout()))
        .setRetries(plan.retries())
        .setStartPeriodMs(millis(plan.startPeriod()))
        .build();
  }

  private static LifecyclePlan.RestartPolicy restart(RestartPolicy message) {
    return new LifecyclePlan.RestartPolicy(
        Set.copyOf(message.getIgnoredExitCodesList()), millis(message.getAttemptPeriodMs()));
  }

  private static RestartPolicy restart(LifecyclePlan.RestartPolicy plan) {
    return RestartPolicy.newBuilder()
        .addAllIgnoredExitCodes(plan.ignoredExitCodes().stream().sorted().toList())
        .setAttemptPeriodMs(millis(plan.attemptPeriod()))
        .build();
  }

  private static DependencyCondition condition(io.berth.proto.agent.DependencyCondition condition)
      throws MalformedException {
    return switch (condition) {
      case DEPENDENCY_CONDITION_START -> DependencyCondition.START;
      case DEPENDENCY_CONDITION_COMPLETE -> DependencyCondition.COMPLETE;
      case DEPENDENCY_CONDITION_SUCCESS -> DependencyCondition.SUCCESS;
      case DEPENDENCY_CONDITION_HEALTHY -> DependencyCondition.HEALTHY;
      case DEPENDENCY_CONDITION_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException("the condition of a dependency is not known");
    };
  }

  private static io.berth.proto.agent.DependencyCondition condition(DependencyCondition condition) {
    return switch (condition) {
      case START -> io.berth.proto.agent.DependencyCondition.DEPENDENCY_CONDITION_START;
      case COMPLETE -> io.berth.proto.agent.DependencyCondition.DEPENDENCY_CONDITION_COMPLETE;
      case SUCCESS -> io.berth.proto.agent.DependencyCondition.DEPENDENCY_CONDITION_SUCCESS;
      case HEALTHY -> io.berth.proto.agent.DependencyCondition.DEPENDENCY_CONDITION_HEALTHY;
    };
  }
}
