package io.berth.scheduler.control;

import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.placement.Place;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes the rows of tasks that were just placed. */
final class NewTask {
  private static final int CHANCE_BITS = 16;

  private NewTask() {}

  /** One at each of these places, and the plan that they share. */
  static List<Task> insert(
      WriteTx tx, RunTask request, List<Place> places, RandomGenerator random, Instant now) {
    if (!places.isEmpty()) {
      AdoptedPlans.keep(tx, request.plan());
    }
    TaskOrder order =
        new TaskOrder(
            request.plan().definition(),
            request.plan().hash(),
            request.plan().asked().taken(),
            request.group(),
            request.startedBy(),
            request.membership());
    Optional<TaskLease> first = request.lease();
    List<TaskId> ids = newIds(places.size(), random, now);
    List<Task> tasks = new ArrayList<>(places.size());
    for (Place place : places) {
      TaskOrder given = order.given(place.devices());
      if (first.isPresent()) {
        given = given.leased(first.get().after(tasks.size()));
      }
      Task task =
          new Task(
              ids.get(tasks.size()),
              request.cluster(),
              place.host(),
              given,
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
   * They begin with the time, and come in order, so that new rows stand together in the tables and
   * on disk. Of 80 random bits in a millisecond no two are ever the same; the store would refuse
   * the second.
   */
  private static List<TaskId> newIds(int count, RandomGenerator random, Instant now) {
    long time = now.toEpochMilli() << CHANCE_BITS;
    List<TaskId> ids = new ArrayList<>(count);
    for (int id = 0; id < count; id++) {
      long chance = random.nextLong() >>> (Long.SIZE - CHANCE_BITS);
      ids.add(new TaskId(time | chance, random.nextLong()));
    }
    ids.sort(Comparator.naturalOrder());
    return ids;
  }
}
