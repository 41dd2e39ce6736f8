package io.berth.agent.journal;

import io.berth.agent.model.Assignment;
import io.berth.agent.model.Assignment.Desired;
import io.berth.agent.model.Singleton;
import io.berth.agent.model.TaskPlan;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.SingletonLease;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Assignments as messages, in both directions. */
public final class AssignmentWire {
  private AssignmentWire() {}

  public static Assignment read(io.berth.proto.agent.Assignment message) throws MalformedException {
    Optional<TaskPlan> plan =
        message.hasPlan() ? Optional.of(PlanWire.read(message.getPlan())) : Optional.empty();
    return read(message, plan);
  }

  /** For a task that is refused because its plan cannot be read. */
  public static Assignment readWithoutPlan(io.berth.proto.agent.Assignment message)
      throws MalformedException {
    return read(message, Optional.empty());
  }

  private static Assignment read(io.berth.proto.agent.Assignment message, Optional<TaskPlan> plan)
      throws MalformedException {
    return new Assignment(
        Wire.taskId(message.getTaskId()),
        desired(message.getDesired()),
        plan,
        Wire.planHash(message.getPlanHash()),
        Set.copyOf(message.getRequiresList()),
        OriginWire.read(message.getOrigin(), message.hasPlan()),
        message.hasSingleton()
            ? Optional.of(
                new Singleton(
                    message.getSingleton().getNumber(),
                    Duration.ofMillis(message.getSingleton().getPatienceMs())))
            : Optional.empty());
  }

  public static io.berth.proto.agent.Assignment write(Assignment assignment) {
    var message =
        io.berth.proto.agent.Assignment.newBuilder()
            .setTaskId(assignment.taskId().text())
            .setDesired(desired(assignment.desired()))
            .setPlanHash(Wire.planHash(assignment.planHash()))
            .addAllRequires(assignment.requires().stream().sorted().toList())
            .setOrigin(OriginWire.write(assignment.origin()));
    assignment.plan().map(PlanWire::write).ifPresent(message::setPlan);
    assignment
        .singleton()
        .ifPresent(one ->
            message.setSingleton(
                SingletonLease.newBuilder()
                    .setNumber(one.number())
                    .setPatienceMs(one.patience().toMillis())));
    return message.build();
  }

  public static Desired desired(DesiredTaskState desired) throws MalformedException {
    return switch (desired) {
      case DESIRED_TASK_STATE_RUN -> Desired.RUN;
      case DESIRED_TASK_STATE_STOP -> Desired.STOP;
      case DESIRED_TASK_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException("it is not said whether a task shall run");
    };
  }

  public static DesiredTaskState desired(Desired desired) {
    return switch (desired) {
      case RUN -> DesiredTaskState.DESIRED_TASK_STATE_RUN;
      case STOP -> DesiredTaskState.DESIRED_TASK_STATE_STOP;
    };
  }
}
