package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StopCode;
import io.berth.proto.state.StoredPending;
import io.berth.proto.state.StoredRunning;
import io.berth.proto.state.StoredStopCause;
import io.berth.proto.state.StoredStopped;
import io.berth.proto.state.StoredStopping;
import io.berth.proto.state.StoredTask;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.TaskState;

/** The states of a task in stored form. */
final class TaskStates {
  private TaskStates() {}

  static void store(TaskState state, StoredTask.Builder into) {
    switch (state) {
      case TaskState.Pending() -> into.setPending(StoredPending.getDefaultInstance());
      case TaskState.Running(var startedAt) ->
          into.setRunning(StoredRunning.newBuilder().setStartedAt(Times.stored(startedAt)));
      case TaskState.Stopping stopping -> into.setStopping(stored(stopping));
      case TaskState.Stopped stopped -> into.setStopped(stored(stopped));
    }
  }

  static TaskState state(StoredTask task) throws InvalidProtocolBufferException {
    return switch (task.getStateCase()) {
      case PENDING -> new TaskState.Pending();
      case RUNNING -> new TaskState.Running(Times.instant(task.getRunning().getStartedAt()));
      case STOPPING -> stopping(task.getStopping());
      case STOPPED -> stopped(task.getStopped());
      case STATE_NOT_SET -> throw Unreadable.value(task.getStateCase());
    };
  }

  private static StoredStopping stored(TaskState.Stopping state) {
    StoredStopping.Builder stored =
        StoredStopping.newBuilder()
            .setStoppingAt(Times.stored(state.stoppingAt()))
            .setCause(stored(state.cause()));
    state.startedAt().map(Times::stored).ifPresent(stored::setStartedAt);
    return stored.build();
  }

  private static StoredStopped stored(TaskState.Stopped state) {
    StoredStopped.Builder stored =
        StoredStopped.newBuilder()
            .setStoppedAt(Times.stored(state.stoppedAt()))
            .setCause(stored(state.cause()));
    state.startedAt().map(Times::stored).ifPresent(stored::setStartedAt);
    return stored.build();
  }

  private static TaskState stopping(StoredStopping stored) throws InvalidProtocolBufferException {
    return new TaskState.Stopping(
        Times.instant(stored.hasStartedAt(), stored.getStartedAt()),
        Times.instant(stored.getStoppingAt()),
        cause(stored.getCause()));
  }

  private static TaskState stopped(StoredStopped stored) throws InvalidProtocolBufferException {
    return new TaskState.Stopped(
        Times.instant(stored.hasStartedAt(), stored.getStartedAt()),
        Times.instant(stored.getStoppedAt()),
        cause(stored.getCause()));
  }

  private static StoredStopCause stored(StopCause cause) {
    StopCode code =
        switch (cause.code()) {
          case TASK_FAILED_TO_START -> StopCode.STOP_CODE_TASK_FAILED_TO_START;
          case ESSENTIAL_CONTAINER_EXITED -> StopCode.STOP_CODE_ESSENTIAL_CONTAINER_EXITED;
          case USER_INITIATED -> StopCode.STOP_CODE_USER_INITIATED;
          case SERVICE_SCHEDULER_INITIATED -> StopCode.STOP_CODE_SERVICE_SCHEDULER_INITIATED;
          case TERMINATION_NOTICE -> StopCode.STOP_CODE_TERMINATION_NOTICE;
        };
    return StoredStopCause.newBuilder().setCode(code).setReason(cause.reason()).build();
  }

  private static StopCause cause(StoredStopCause stored) throws InvalidProtocolBufferException {
    StopCause.Code code =
        switch (stored.getCode()) {
          case STOP_CODE_TASK_FAILED_TO_START -> StopCause.Code.TASK_FAILED_TO_START;
          case STOP_CODE_ESSENTIAL_CONTAINER_EXITED -> StopCause.Code.ESSENTIAL_CONTAINER_EXITED;
          case STOP_CODE_USER_INITIATED -> StopCause.Code.USER_INITIATED;
          case STOP_CODE_SERVICE_SCHEDULER_INITIATED -> StopCause.Code.SERVICE_SCHEDULER_INITIATED;
          case STOP_CODE_TERMINATION_NOTICE -> StopCause.Code.TERMINATION_NOTICE;
          case STOP_CODE_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.value(stored.getCode());
        };
    return new StopCause(code, stored.getReason());
  }
}
