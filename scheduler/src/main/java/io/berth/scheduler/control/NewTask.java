package io.berth.scheduler.control;

import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes the rows of tasks that were just placed. */
final class NewTask {
  private static final int CHANCE_BITS = 16;

  private NewTask() {}

  /** One on each of these hosts, and the plan that they share. */
  static List<Task> insert(
      WriteTx tx, RunTask request, List<HostId> hosts, RandomGenerator random, Instant now) {
    if (!hosts.isEmpty() && tx.find(Tables.PLANS, request.plan().hash()).isEmpty()) {
      tx.insert(Tables.PLANS, request.plan());
    }
    TaskOrder order =
        new TaskOrder(
            request.plan().definition(),
            request.plan().hash(),
            request.plan().asked().taken(),
            request.group(),
            request.startedBy(),
            request.membership());
    List<Task> tasks = new ArrayList<>();
    for (HostId host : hosts) {
      Task task =
          new Task(
              newId(random, now),
              request.cluster(),
              host,
              order,
              new Wish.Run(),
              Sighting.NONE,
              now,
              1,
              request.tags());
      tx.insert(Tables.TASKS, task);
      tasks.add(task);
    }
    return tasks;
  }

  /**
   * It begins with the time, so that new rows stand together in the tables and on disk. Of 80
   * random bits in a millisecond no two are ever the same; the store would refuse the second.
   */
  private static TaskId newId(RandomGenerator random, Instant now) {
    long chance = random.nextLong() >>> (Long.SIZE - CHANCE_BITS);
    return new TaskId((now.toEpochMilli() << CHANCE_BITS) | chance, random.nextLong());
  }
}
