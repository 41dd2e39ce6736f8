package io.berth.tests.sim;

import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.Commit;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Version;
import io.berth.scheduler.store.Watch;
import io.berth.scheduler.store.WatchEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Watches what the scheduler makes durable: tasks only move forward, what was wanted stays wanted,
 * and no host is promised more than it really has.
 */
final class StoreWitness {
  static final Set<Table<?, ?>> TABLES =
      Set.of(
          Tables.TASKS,
          Tables.HOSTS,
          Tables.SERVICES,
          Tables.DEPLOYMENTS,
          Tables.TARGETS,
          Tables.CLUSTERS);
  static final int MOST_PENDING = 1_000_000;

  private static final StopCause.Code OURS = StopCause.Code.SERVICE_SCHEDULER_INITIATED;

  private final Surroundings world;
  private final TargetWitness targets;
  private final LossWitness losses;
  private final PlacementWitness placements;
  private final Map<HostId, Resources> sizes = new HashMap<>();
  private final Map<TaskId, TaskOrder> orders = new HashMap<>();
  private Consumer<Task> drains = _ -> {};
  private Consumer<Task> decisions = _ -> {};

  StoreWitness(Surroundings world, TargetWitness targets, LossWitness losses) {
    this.world = world;
    this.targets = targets;
    this.losses = losses;
    this.placements = new PlacementWitness(world);
  }

  /** Somebody wants to hear of tasks that begin to drain. */
  void tellDrains(Consumer<Task> listener) {
    drains = listener;
  }

  /** Somebody wants to hear of tasks that were made, and of those that shall end from now on. */
  void tellDecisions(Consumer<Task> listener) {
    decisions = listener;
  }

  TargetWitness targets() {
    return targets;
  }

  LeaseWitness leases() {
    return losses.leases();
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
    return order(task).map(order -> order.asked().asked()).orElse(Resources.NONE);
  }

  /** The devices that such a task was given. */
  List<String> devices(TaskId task) {
    return order(task).stream()
        .flatMap(order -> order.devices().stream())
        .map(GivenDevice::id)
        .toList();
  }

  private Optional<TaskOrder> order(TaskId task) {
    return Optional.ofNullable(orders.get(task));
  }

  void look(Watch watch, Snapshot state, BoardDefects defects) {
    for (var event = watch.poll(); event.isPresent(); event = watch.poll()) {
      if (event.get() instanceof WatchEvent.Changed(Commit commit)) {
        commit.changes().forEach(change -> look(change, state, commit.version()));
        commit.changes().forEach(change -> plant(change, defects));
      }
    }
  }

  /** Where bugs are planted, what was made durable is where they strike. */
  private static void plant(Change<?, ?> change, BoardDefects defects) {
    Object after = change.after().map(Object.class::cast).orElse("");
    Object before = change.before().map(Object.class::cast).orElse("");
    switch (after) {
      case Task task when before instanceof Task earlier -> defects.moved(earlier, task);
      case Task task -> defects.placed(task);
      case Host host -> defects.changed(host);
      default -> {}
    }
  }

  private void look(Change<?, ?> change, Snapshot state, Version version) {
    if (change.table().equals(Tables.TARGETS)) {
      targets.changed(change, state, version);
      return;
    }
    Object after = change.after().map(Object.class::cast).orElse("");
    Object before = change.before().map(Object.class::cast).orElse("");
    switch (after) {
      case Task task when before instanceof Task earlier -> {
        moved(earlier, task);
        keepsMinimum(earlier, task, state);
        losses.moved(earlier, task, state);
      }
      case Task task -> made(task, state);
      case Host host when before instanceof Host earlier -> {
        contact(earlier, host);
        losses.changed(earlier, host, state);
      }
      case Cluster cluster when before instanceof Cluster earlier ->
          losses.changed(earlier, cluster);
      case Service service
          when before instanceof Service earlier && !earlier.state().equals(service.state()) ->
          tell("service " + service.state().getClass().getSimpleName(), service.id());
      case Deployment deployment
          when before instanceof Deployment earlier && earlier.rollout() != deployment.rollout() ->
          tell("rollout " + deployment.rollout(), deployment.service());
      default -> {}
    }
  }

  private void made(Task task, Snapshot state) {
    orders.put(task.id(), task.order());
    decisions.accept(task);
    Resources taken = Resources.NONE;
    Set<String> given = new HashSet<>();
    for (Task other : state.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, task.host())) {
      if (!other.isOver()) {
        taken = taken.plus(other.order().asked().asked());
        for (GivenDevice device : other.order().devices()) {
          require(given.add(device.id()), task, "has a device of another task: " + device.id());
        }
      }
    }
    require(fits(taken, size(task.host())), task, "over-commits its host: " + taken);
    placements.placed(task, state);
    leases().placed(task, state);
    world.counts().task();
    world.story().tell("task " + shortId(task) + " placed on " + task.host().text().substring(28));
  }

  static boolean fits(Resources taken, Resources size) {
    return taken.cpuUnits() <= size.cpuUnits()
        && taken.memoryMib() <= size.memoryMib()
        && taken.dynamicTcpPorts() <= size.dynamicTcpPorts()
        && taken.dynamicUdpPorts() <= size.dynamicUdpPorts();
  }

  private void moved(Task before, Task after) {
    require(
        before.sighting().phase().compareTo(after.sighting().phase()) <= 0,
        after,
        "has moved back to " + after.sighting().phase());
    require(before.isWanted() || !after.isWanted(), after, "was to stop and shall run once more");
    if (before.isWanted() && !after.isWanted()) {
      String move = "stop by " + after.stopCause().orElseThrow().code();
      world.counts().moved(move);
      world.story().tell("task " + shortId(after) + " " + move);
      decisions.accept(after);
      if (after.wish() instanceof Wish.Drain) {
        drains.accept(after);
      }
    }
  }

  private void tell(String move, ServiceId service) {
    world.counts().moved(move);
    world.story().tell(service.name() + " " + move);
  }

  /** A running task is only taken away by us when enough others run. */
  private void keepsMinimum(Task before, Task after, Snapshot state) {
    boolean ours =
        before.isWanted()
            && before.status() == Task.Status.RUNNING
            && after.stopCause().map(StopCause::code).filter(OURS::equals).isPresent();
    Optional<Service> service =
        after
            .order()
            .membership()
            .flatMap(member -> state.find(Tables.SERVICES, member.service()))
            .filter(Service::isActive);
    if (!ours || service.isEmpty()) {
      return;
    }
    int running = 0;
    for (Task other :
        state.rowsWith(Tables.TASKS, Tables.LIVING_TASKS_BY_SERVICE, service.get().id())) {
      running += other.isWanted() && other.status() == Task.Status.RUNNING ? 1 : 0;
    }
    int percent = service.get().wish().rolling().minimumHealthyPercent();
    int least = (int) Math.ceil(service.get().desiredCount() * percent / 100.0);
    require(running >= least, after, "was taken away, and " + running + " of " + least + " run");
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
