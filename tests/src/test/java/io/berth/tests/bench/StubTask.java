package io.berth.tests.bench;

import com.google.protobuf.Timestamp;
import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.BoundPort;
import io.berth.proto.agent.ContainerPlan;
import io.berth.proto.agent.ContainerState;
import io.berth.proto.agent.ContainerStatus;
import io.berth.proto.agent.PortPlan;
import io.berth.proto.agent.TaskPhase;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.agent.TaskStop;
import io.berth.proto.agent.TaskStopCause;
import java.time.Instant;
import java.util.Optional;

/** A task on a stub host, which runs as soon as it is wanted and stops as soon as it is not. */
final class StubTask {
  private final Assignment assignment;
  private final int firstPort;
  private long sequence;
  private boolean over;

  /** Its dynamic ports are those from the first one on. */
  StubTask(Assignment assignment, int firstPort) {
    this.assignment = assignment;
    this.firstPort = firstPort;
  }

  boolean isOver() {
    return over;
  }

  TaskStatus running(Instant now) {
    return status(TaskPhase.TASK_PHASE_RUNNING, ContainerState.CONTAINER_STATE_RUNNING, now)
        .build();
  }

  /** What to tell when it has stopped; nothing when that was told. */
  Optional<TaskStatus> stopped(TaskStopCause cause, Instant now) {
    if (over) {
      return Optional.empty();
    }
    over = true;
    return Optional.of(
        status(TaskPhase.TASK_PHASE_STOPPED, ContainerState.CONTAINER_STATE_STOPPED, now)
            .setStop(TaskStop.newBuilder().setCause(cause))
            .setStoppingAt(time(now))
            .setExecutionStoppedAt(time(now))
            .setStoppedAt(time(now))
            .build());
  }

  private TaskStatus.Builder status(TaskPhase phase, ContainerState state, Instant now) {
    sequence++;
    TaskStatus.Builder status =
        TaskStatus.newBuilder()
            .setTaskId(assignment.getTaskId())
            .setSequence(sequence)
            .setPhase(phase)
            .setPlanHash(assignment.getPlanHash())
            .setAcceptedAt(time(now))
            .setPullStartedAt(time(now))
            .setPullStoppedAt(time(now))
            .setStartedAt(time(now));
    for (ContainerPlan plan : assignment.getPlan().getContainersList()) {
      status.addContainers(container(plan, state));
    }
    return status;
  }

  private ContainerStatus container(ContainerPlan plan, ContainerState state) {
    ContainerStatus.Builder container =
        ContainerStatus.newBuilder()
            .setName(plan.getName())
            .setState(state)
            .setEngineId(assignment.getTaskId() + assignment.getTaskId());
    int port = firstPort;
    for (PortPlan wanted : plan.getPortsList()) {
      container.addPorts(
          BoundPort.newBuilder()
              .setContainerPort(wanted.getContainerPort())
              .setHostPort(port)
              .setProtocol(wanted.getProtocol())
              .setHostAddress("127.0.0.1"));
      port++;
    }
    return container.build();
  }

  private static Timestamp time(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
