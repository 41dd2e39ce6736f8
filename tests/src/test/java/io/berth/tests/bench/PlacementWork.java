package io.berth.tests.bench;

import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.control.ServiceLoop;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Watch;
import io.berth.scheduler.store.WatchEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills a cluster through the rooms that decide: the loop of services places tasks in its bounded
 * turns, and hosts report that they run, each after some turns and all that it has got at once.
 */
final class PlacementWork {
  private static final int TURNS_OF_A_REPORT = 10;
  private static final int MOST_PENDING = 10_000_000;

  private final PlacementShape shape;
  private final PlacementCluster cluster;
  private final TaskCommands tasks;
  private final ServiceLoop loop;
  private final Watch watch;
  private final PlacementStore state;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long sequence;
  private int running;

  PlacementWork(PlacementStore state, PlacementShape shape) {
    this.state = state;
    this.shape = shape;
    StateStore store = state.store();
    this.cluster = new PlacementCluster(store, shape, now);
    this.tasks = new TaskCommands(store, () -> now, new SplittableRandom(1));
    cluster.make();
    this.loop = new ServiceLoop(store, new SplittableRandom(3));
    this.watch = store.watch(Set.of(Tables.TASKS), MOST_PENDING);
  }

  /** Until all tasks run. */
  void fill() {
    int idle = 0;
    while (running < shape.tasks() && idle < 2) {
      for (int turn = 0; turn < TURNS_OF_A_REPORT; turn++) {
        now = now.plusMillis(1);
        loop.turn(now);
      }
      idle = report() ? 0 : idle + 1;
    }
    if (running < shape.tasks()) {
      throw new IllegalStateException("only %d of %d run".formatted(running, shape.tasks()));
    }
  }

  /** One more task, as a user asks for it, besides those of the services. */
  void runOne(int number) {
    now = now.plusMillis(1);
    Outcome<RunTask.Answer> answer =
        tasks.run(
            new RunTask(
                PlacementCluster.NAME,
                cluster.plan(number % shape.definitions()),
                new RunTask.Where.Placed(1, shape.strategies()),
                "family:one",
                "",
                Map.of(),
                Optional.empty()));
    if (!(answer instanceof Outcome.Done<RunTask.Answer>(var made)) || made.tasks().size() != 1) {
      throw new IllegalStateException("not placed: " + answer);
    }
  }

  private boolean report() {
    Map<HostId, Map<TaskId, Sighting>> news = new HashMap<>();
    for (var event = watch.poll(); event.isPresent(); event = watch.poll()) {
      if (event.get() instanceof WatchEvent.Changed(var commit)) {
        for (Change<?, ?> change : commit.changes()) {
          if (change.before().isEmpty() && change.after().orElseThrow() instanceof Task task) {
            sequence++;
            news.computeIfAbsent(task.host(), _ -> new HashMap<>())
                .put(task.id(), SampleTasks.running(now, sequence));
          }
        }
      }
    }
    if (state.callers() == 1) {
      news.forEach(this::tell);
    } else {
      tellAtOnce(news);
    }
    news.values().forEach(sightings -> running += sightings.size());
    return !news.isEmpty();
  }

  private void tellAtOnce(Map<HostId, Map<TaskId, Sighting>> news) {
    try (ExecutorService hosts =
        Executors.newFixedThreadPool(state.callers(), Thread.ofVirtual().factory())) {
      List<Future<?>> told = new ArrayList<>();
      news.forEach((host, sightings) -> told.add(hosts.submit(() -> tell(host, sightings))));
      for (Future<?> one : told) {
        one.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("a report was not taken", e);
    }
  }

  private void tell(HostId host, Map<TaskId, Sighting> sightings) {
    TaskCommands.Told told = tasks.told(host, sightings);
    if (!told.unknown().isEmpty() || !told.objections().isEmpty()) {
      throw new IllegalStateException("refused: " + told);
    }
  }
}
