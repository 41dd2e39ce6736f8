package io.berth.scheduler.control;

import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.Wish;
import java.time.Instant;

/** Makes the row of a task that was just placed. */
final class NewTask {
  private NewTask() {}

  static Task of(RunTask request, TaskId id, HostId host, Instant now) {
    TaskOrder order =
        new TaskOrder(
            request.plan().definition(),
            request.plan().hash(),
            request.plan().asked(),
            request.group(),
            request.startedBy());
    return new Task(
        id, request.cluster(), host, order, new Wish.Run(), Sighting.NONE, now, 1, request.tags());
  }
}
