package io.berth.tests.sim;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at each task that was just placed: whether its host is what was asked for, by what the
 * tables say of hosts and tasks, and whether a preferred one was passed over.
 */
final class PlacementWitness {
  private final Surroundings world;

  PlacementWitness(Surroundings world) {
    this.world = world;
  }

  /** A task is there since a moment ago; the state is the one in which it was placed. */
  void placed(Task task, Snapshot state) {
    Host host = state.find(Tables.HOSTS, task.host()).orElseThrow();
    List<Task> others = others(task, state);
    sharesNoPort(task, others);
    Optional<Service> service = service(task, state);
    Demand demand =
        service
            .map(found -> Demand.of(found.wish().constraints()))
            .or(() -> Demand.named(task.order().startedBy()))
            .orElse(Demand.NONE);
    if (demand != Demand.NONE) {
      world.counts().moved("placed " + demand);
      require(demand.means(host), task, "is on a host that " + demand + " does not mean");
    }
    if (demand.isApart()) {
      boolean isAlone =
          others.stream().noneMatch(one -> one.order().group().equals(task.order().group()));
      require(isAlone, task, "is not the only one of its group on its host");
    }
    boolean prefers =
        service
            .map(found -> found.tags().keySet().stream().anyMatch(Taste::isPreferring))
            .orElse(task.order().startedBy().equals(Taste.GOLD_FIRST));
    if (prefers) {
      prefers(task, demand, host, state);
    }
  }

  private static Optional<Service> service(Task task, Snapshot state) {
    return task.order()
        .membership()
        .map(Membership::service)
        .flatMap(id -> state.find(Tables.SERVICES, id));
  }

  private static List<Task> others(Task task, Snapshot state) {
    Set<Task> others = new HashSet<>();
    state.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, task.host()).forEach(others::add);
    return others.stream().filter(one -> !one.isOver() && !one.id().equals(task.id())).toList();
  }

  private void sharesNoPort(Task task, List<Task> others) {
    for (HostPort port : task.order().asked().staticPorts()) {
      boolean isFree =
          others.stream().noneMatch(one -> one.order().asked().staticPorts().contains(port));
      require(isFree, task, "has a port of another task: " + port);
    }
  }

  /** What has room when all is placed had it before, too. */
  private void prefers(Task task, Demand demand, Host host, Snapshot state) {
    if (Taste.isPreferred(host)) {
      world.counts().moved("placed as preferred");
      return;
    }
    world.counts().moved("placed elsewhere than preferred");
    TaskShape asked = task.order().asked();
    boolean isPlain =
        asked.asked().dynamicTcpPorts() == 0
            && asked.staticPorts().isEmpty()
            && !asked.asksForDevices()
            && demand == Demand.NONE;
    for (Host other : state.rows(Tables.HOSTS)) {
      boolean isPassedOver =
          isPlain
              && Taste.isPreferred(other)
              && other.status() == Host.Status.ACTIVE
              && other.isReachable()
              && hasRoom(other, asked.asked(), state);
      require(!isPassedOver, task, "is not on a preferred host, and one has room: " + other.id());
    }
  }

  private static boolean hasRoom(Host host, Resources asked, Snapshot state) {
    Resources taken = asked;
    for (Task task : state.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host.id())) {
      if (!task.isOver()) {
        taken = taken.plus(task.order().asked().asked());
      }
    }
    return StoreWitness.fits(taken, host.facts().registered());
  }

  private void require(boolean holds, Task task, String otherwise) {
    world
        .findings()
        .require(holds, "task " + WireWitness.shortId(task.id().text()) + " " + otherwise);
  }
}
