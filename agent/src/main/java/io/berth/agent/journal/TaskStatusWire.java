package io.berth.agent.journal;

import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.model.TaskStatus.Stop;
import io.berth.agent.model.TaskStatus.StopCause;
import io.berth.agent.model.TaskStatus.Times;
import io.berth.proto.agent.TaskStop;
import io.berth.proto.agent.TaskStopCause;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;

/** Statuses of tasks as messages, in both directions; times stay as the agent's clock told them. */
public final class TaskStatusWire {
  private TaskStatusWire() {}

  public static TaskStatus read(io.berth.proto.agent.TaskStatus message) throws MalformedException {
    var containers = new ArrayList<ContainerStatus>();
    for (var container : message.getContainersList()) {
      containers.add(ContainerStatusWire.read(container));
    }
    return Wire.checked(() ->
        new TaskStatus(
            Wire.taskId(message.getTaskId()),
            message.getSequence(),
            phase(message.getPhase()),
            containers,
            Wire.planHash(message.getPlanHash()),
            message.hasStop() ? Optional.of(stop(message.getStop())) : Optional.empty(),
            message.hasLeaseNumber()
                ? OptionalLong.of(message.getLeaseNumber())
                : OptionalLong.empty(),
            message.getUnclaimed(),
            times(message)));
  }

  public static io.berth.proto.agent.TaskStatus write(TaskStatus status) {
    var message =
        io.berth.proto.agent.TaskStatus.newBuilder()
            .setTaskId(status.taskId().text())
            .setSequence(status.sequence())
            .setPhase(phase(status.phase()))
            .setPlanHash(Wire.planHash(status.planHash()))
            .setUnclaimed(status.unclaimed());
    status.containers().stream().map(ContainerStatusWire::write).forEach(message::addContainers);
    status.stop().map(TaskStatusWire::stop).ifPresent(message::setStop);
    status.leaseNumber().ifPresent(message::setLeaseNumber);
    write(status.times(), message);
    return message.build();
  }

  private static Times times(io.berth.proto.agent.TaskStatus message) throws MalformedException {
    return new Times(
        Wire.instant(message.getAcceptedAt()),
        Wire.instant(message.hasPullStartedAt(), message.getPullStartedAt()),
        Wire.instant(message.hasPullStoppedAt(), message.getPullStoppedAt()),
        Wire.instant(message.hasStartedAt(), message.getStartedAt()),
        Wire.instant(message.hasStoppingAt(), message.getStoppingAt()),
        Wire.instant(message.hasExecutionStoppedAt(), message.getExecutionStoppedAt()),
        Wire.instant(message.hasStoppedAt(), message.getStoppedAt()));
  }

  private static void write(Times times, io.berth.proto.agent.TaskStatus.Builder message) {
    message.setAcceptedAt(Wire.timestamp(times.acceptedAt()));
    times.pullStartedAt().map(Wire::timestamp).ifPresent(message::setPullStartedAt);
    times.pullStoppedAt().map(Wire::timestamp).ifPresent(message::setPullStoppedAt);
    times.startedAt().map(Wire::timestamp).ifPresent(message::setStartedAt);
    times.stoppingAt().map(Wire::timestamp).ifPresent(message::setStoppingAt);
    times.executionStoppedAt().map(Wire::timestamp).ifPresent(message::setExecutionStoppedAt);
    times.stoppedAt().map(Wire::timestamp).ifPresent(message::setStoppedAt);
  }

  private static TaskPhase phase(io.berth.proto.agent.TaskPhase phase) throws MalformedException {
    return switch (phase) {
      case TASK_PHASE_ACCEPTED -> TaskPhase.ACCEPTED;
      case TASK_PHASE_PULLING -> TaskPhase.PULLING;
      case TASK_PHASE_CREATING -> TaskPhase.CREATING;
      case TASK_PHASE_STARTING -> TaskPhase.STARTING;
      case TASK_PHASE_RUNNING -> TaskPhase.RUNNING;
      case TASK_PHASE_STOPPING -> TaskPhase.STOPPING;
      case TASK_PHASE_STOPPED -> TaskPhase.STOPPED;
      case TASK_PHASE_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException("the phase of a task is not known");
    };
  }

  private static io.berth.proto.agent.TaskPhase phase(TaskPhase phase) {
    return switch (phase) {
      case ACCEPTED -> io.berth.proto.agent.TaskPhase.TASK_PHASE_ACCEPTED;
      case PULLING -> io.berth.proto.agent.TaskPhase.TASK_PHASE_PULLING;
      case CREATING -> io.berth.proto.agent.TaskPhase.TASK_PHASE_CREATING;
      case STARTING -> io.berth.proto.agent.TaskPhase.TASK_PHASE_STARTING;
      case RUNNING -> io.berth.proto.agent.TaskPhase.TASK_PHASE_RUNNING;
      case STOPPING -> io.berth.proto.agent.TaskPhase.TASK_PHASE_STOPPING;
      case STOPPED -> io.berth.proto.agent.TaskPhase.TASK_PHASE_STOPPED;
    };
  }

  private static Stop stop(TaskStop message) throws MalformedException {
    StopCause cause =
        switch (message.getCause()) {
          case TASK_STOP_CAUSE_DESIRED -> StopCause.DESIRED;
          case TASK_STOP_CAUSE_FAILED_TO_START -> StopCause.FAILED_TO_START;
          case TASK_STOP_CAUSE_ESSENTIAL_EXITED -> StopCause.ESSENTIAL_EXITED;
          case TASK_STOP_CAUSE_LEASE_ENDED -> StopCause.LEASE_ENDED;
          case TASK_STOP_CAUSE_ASSIGNMENT_REFUSED -> StopCause.ASSIGNMENT_REFUSED;
          case TASK_STOP_CAUSE_UNSPECIFIED, UNRECOGNIZED ->
              throw new MalformedException("the cause of a stop is not known");
        };
    return new Stop(cause, message.getSentence());
  }

  private static TaskStop stop(Stop stop) {
    TaskStopCause cause =
        switch (stop.cause()) {
          case DESIRED -> TaskStopCause.TASK_STOP_CAUSE_DESIRED;
          case FAILED_TO_START -> TaskStopCause.TASK_STOP_CAUSE_FAILED_TO_START;
          case ESSENTIAL_EXITED -> TaskStopCause.TASK_STOP_CAUSE_ESSENTIAL_EXITED;
          case LEASE_ENDED -> TaskStopCause.TASK_STOP_CAUSE_LEASE_ENDED;
          case ASSIGNMENT_REFUSED -> TaskStopCause.TASK_STOP_CAUSE_ASSIGNMENT_REFUSED;
        };
    return TaskStop.newBuilder().setCause(cause).setSentence(stop.sentence()).build();
  }
}
