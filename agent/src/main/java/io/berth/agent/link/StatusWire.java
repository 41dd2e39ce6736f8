package io.berth.agent.link;

import com.google.protobuf.Timestamp;
import io.berth.agent.journal.TaskStatusWire;
import io.berth.agent.model.TaskStatus;
import io.berth.peer.Bounds;
import io.berth.peer.Times;
import io.berth.proto.agent.ContainerStatus;
import java.time.Duration;

/** Statuses as they leave the host: times by the scheduler's clock, sentences within bounds. */
final class StatusWire {
  private StatusWire() {}

  static io.berth.proto.agent.TaskStatus write(TaskStatus status, Duration offset) {
    var message = TaskStatusWire.write(status).toBuilder();
    if (message.hasStop()) {
      message.getStopBuilder().setSentence(Bounds.sentence(message.getStop().getSentence()));
    }
    message.getContainersBuilderList().forEach(container -> bound(container));
    if (!offset.isZero()) {
      shift(message, offset);
    }
    return message.build();
  }

  private static void bound(ContainerStatus.Builder container) {
    if (container.hasFailure()) {
      container
          .getFailureBuilder()
          .setSentence(Bounds.sentence(container.getFailure().getSentence()));
    }
  }

  private static void shift(io.berth.proto.agent.TaskStatus.Builder status, Duration offset) {
    if (status.hasAcceptedAt()) {
      status.setAcceptedAt(shifted(status.getAcceptedAt(), offset));
    }
    if (status.hasPullStartedAt()) {
      status.setPullStartedAt(shifted(status.getPullStartedAt(), offset));
    }
    if (status.hasPullStoppedAt()) {
      status.setPullStoppedAt(shifted(status.getPullStoppedAt(), offset));
    }
    if (status.hasStartedAt()) {
      status.setStartedAt(shifted(status.getStartedAt(), offset));
    }
    if (status.hasStoppingAt()) {
      status.setStoppingAt(shifted(status.getStoppingAt(), offset));
    }
    if (status.hasExecutionStoppedAt()) {
      status.setExecutionStoppedAt(shifted(status.getExecutionStoppedAt(), offset));
    }
    if (status.hasStoppedAt()) {
      status.setStoppedAt(shifted(status.getStoppedAt(), offset));
    }
    status.getContainersBuilderList().forEach(container -> shift(container, offset));
  }

  private static void shift(ContainerStatus.Builder container, Duration offset) {
    if (container.hasCreatedAt()) {
      container.setCreatedAt(shifted(container.getCreatedAt(), offset));
    }
    if (container.hasStartedAt()) {
      container.setStartedAt(shifted(container.getStartedAt(), offset));
    }
    if (container.hasFinishedAt()) {
      container.setFinishedAt(shifted(container.getFinishedAt(), offset));
    }
  }

  private static Timestamp shifted(Timestamp time, Duration offset) {
    return Times.timestamp(Times.instant(time).plus(offset));
  }
}
