package io.berth.tests.sim;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.Commit;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Watch;
import io.berth.scheduler.store.WatchEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches what the scheduler makes durable: tasks only move forward, what was wanted stays wanted,
 * and no host is promised more than it really has.
 */
final class StoreWitness {
  static final Set<Table<?, ?>> TABLES = Set.of(Tables.TASKS, Tables.HOSTS);
  static final int MOST_PENDING = 1_000_000;

  private final Surroundings world;
  private final Map<HostId, Resources> sizes = new HashMap<>();
  private final Map<TaskId, Resources> asked = new HashMap<>();

  StoreWitness(Surroundings world) {
    this.world = world;
  }

  /** What that host really has. */
  void has(HostId host, Resources size) {
    sizes.put(host, size);
  }

  Resources size(HostId host) {
    return Optional.ofNullable(sizes.get(host)).orElseThrow();
  }

  /** What a task asks for that was ever stored. */
  Resources asked(TaskId task) {
    return asked.getOrDefault(task, Resources.NONE);
  }

  void look(Watch watch, Snapshot state) {
    for (var event = watch.poll(); event.isPresent(); event = watch.poll()) {
      if (event.get() instanceof WatchEvent.Changed(Commit commit)) {
        commit.changes().forEach(change -> look(change, state));
      }
    }
  }

  private void look(Change<?, ?> change, Snapshot state) {
    Object after = change.after().map(Object.class::cast).orElse("");
    Object before = change.before().map(Object.class::cast).orElse("");
    switch (after) {
      case Task task when before instanceof Task earlier -> moved(earlier, task);
      case Task task -> made(task, state);
      case Host host when before instanceof Host earlier -> contact(earlier, host);
      default -> {}
    }
  }

  private void made(Task task, Snapshot state) {
    asked.put(task.id(), task.order().asked().asked());
    Resources taken = Resources.NONE;
    for (Task other : state.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, task.host())) {
      taken = other.isOver() ? taken : taken.plus(other.order().asked().asked());
    }
    require(fits(taken, size(task.host())), task, "over-commits its host: " + taken);
    world.counts().task();
    world.story().tell("task " + shortId(task) + " placed on " + task.host().text().substring(28));
  }

  static boolean fits(Resources taken, Resources size) {
    return taken.cpuUnits() <= size.cpuUnits()
        && taken.memoryMib() <= size.memoryMib()
        && taken.dynamicPorts() <= size.dynamicPorts();
  }

  private void moved(Task before, Task after) {
    require(
        before.sighting().phase().compareTo(after.sighting().phase()) <= 0,
        after,
        "has moved back to " + after.sighting().phase());
    require(
        before.isWanted() || !after.isWanted(), after, "was to stop and shall run once more");
    if (before.isWanted() && after.wish() instanceof Wish.Stop(StopCause cause, _)) {
      world.counts().moved("stop by " + cause.code());
      world.story().tell("task " + shortId(after) + " stop by " + cause.code());
    }
  }

  private void contact(Host before, Host after) {
    if (before.isConnected() != after.isConnected()) {
      String move = after.isConnected() ? "host heard" : "host silent";
      world.counts().moved(move);
      world.story().tell(after.id().text().substring(28) + " " + move);
    }
  }

  private void require(boolean holds, Task task, String otherwise) {
    world.findings().require(holds, "task " + shortId(task) + " " + otherwise);
  }

  private static String shortId(Task task) {
    return WireWitness.shortId(task.id().text());
  }
}
