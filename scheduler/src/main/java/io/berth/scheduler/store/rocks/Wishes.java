package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StopCode;
import io.berth.proto.state.StoredEnd;
import io.berth.proto.state.StoredRun;
import io.berth.proto.state.StoredStopCause;
import io.berth.proto.state.StoredTask;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Wish;
import java.time.Instant;
import java.util.Map;

/** What the scheduler wants of tasks, in stored form. */
final class Wishes {
  private static final Names<StopCause.Code, StopCode> CODES =
      Names.of(
          StopCause.Code.class,
          Map.of(
              StopCause.Code.TASK_FAILED_TO_START, StopCode.STOP_CODE_TASK_FAILED_TO_START,
              StopCause.Code.ESSENTIAL_CONTAINER_EXITED,
                  StopCode.STOP_CODE_ESSENTIAL_CONTAINER_EXITED,
              StopCause.Code.USER_INITIATED, StopCode.STOP_CODE_USER_INITIATED,
              StopCause.Code.SERVICE_SCHEDULER_INITIATED,
                  StopCode.STOP_CODE_SERVICE_SCHEDULER_INITIATED,
              StopCause.Code.TERMINATION_NOTICE, StopCode.STOP_CODE_TERMINATION_NOTICE));

  private Wishes() {}

  static void store(Wish wish, StoredTask.Builder into) {
    switch (wish) {
      case Wish.Run() -> into.setRun(StoredRun.getDefaultInstance());
      case Wish.Drain(var cause, var at) -> into.setDrain(stored(cause, at));
      case Wish.Stop(var cause, var at) -> into.setStop(stored(cause, at));
      case Wish.Abandoned(var cause, var at) -> into.setAbandoned(stored(cause, at));
    }
  }

  static Wish wish(StoredTask stored) throws InvalidProtocolBufferException {
    return switch (stored.getWishCase()) {
      case RUN -> new Wish.Run();
      case DRAIN ->
          new Wish.Drain(cause(stored.getDrain()), Times.instant(stored.getDrain().getAt()));
      case STOP -> new Wish.Stop(cause(stored.getStop()), Times.instant(stored.getStop().getAt()));
      case ABANDONED ->
          new Wish.Abandoned(
              cause(stored.getAbandoned()), Times.instant(stored.getAbandoned().getAt()));
      case WISH_NOT_SET -> throw Unreadable.value(stored.getWishCase());
    };
  }

  private static StoredEnd stored(StopCause cause, Instant at) {
    return StoredEnd.newBuilder()
        .setAt(Times.stored(at))
        .setCause(
            StoredStopCause.newBuilder()
                .setCode(CODES.stored(cause.code()))
                .setReason(cause.reason()))
        .build();
  }

  private static StopCause cause(StoredEnd stored) throws InvalidProtocolBufferException {
    return new StopCause(CODES.model(stored.getCause().getCode()), stored.getCause().getReason());
  }
}
