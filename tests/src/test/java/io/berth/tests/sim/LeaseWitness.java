package io.berth.tests.sim;

import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sees all engines at once, which nobody in the cluster can: of a service that never has two tasks
 * no two run anywhere, and what counts as ended by its lease does not run. An agent that could not
 * stop anything, since it was dead or its engine did not listen, cannot keep that promise: what it
 * let run on is counted and not held against it.
 */
final class LeaseWitness {
  private final Surroundings world;
  private final List<SimHost> hosts = new ArrayList<>();
  private final Map<String, Single> singles = new HashMap<>();
  private final Map<Era, Long> numbers = new HashMap<>();
  private final Set<TaskId> expired = new HashSet<>();
  private final Set<String> told = new HashSet<>();

  /** A service from its making to its deletion. */
  private record Era(ServiceId service, Instant madeAt) {}

  /** A task of a service that never has two. */
  private record Single(Era era, long number) {}

  /** A task that runs, and where. */
  private record Run(String task, long number, SimHost host) {}

  LeaseWitness(Surroundings world) {
    this.world = world;
  }

  void add(SimHost host) {
    hosts.add(host);
  }

  /** A task was placed; the state is the one in which it was. */
  void placed(Task task, Snapshot state) {
    Optional<Service> service =
        task.order()
            .membership()
            .map(Membership::service)
            .flatMap(id -> state.find(Tables.SERVICES, id));
    if (service.isEmpty()) {
      return;
    }
    boolean isSingle = isSingle(service.get());
    Optional<TaskLease> lease = task.order().lease();
    boolean isTied =
        ServiceUsers.onLoss(service.get().id().name())
            .filter(one -> one.startsWith("stop"))
            .isPresent();
    require(lease.isPresent() || (!isSingle && !isTied), task.id().text(), "was given no lease");
    if (lease.isPresent()) {
      Era era = new Era(service.get().id(), service.get().origin().createdAt());
      long number = lease.get().number();
      Long before = numbers.put(era, number);
      require(
          before == null || before < number,
          task.id().text(),
          "has the lease number " + number + " after " + before);
      world.counts().moved("placed with a lease");
      if (isSingle) {
        singles.put(task.id().text(), new Single(era, number));
      }
    }
  }

  /** By what its user asked for, not by what was made of it. */
  private static boolean isSingle(Service service) {
    return service.desiredCount() == 1 && service.wish().rolling().maximumPercent() == 100;
  }

  /** Something was started somewhere. */
  void started() {
    Map<Era, List<Run>> running = new HashMap<>();
    for (SimHost host : hosts) {
      Set<String> tasks = new HashSet<>();
      host.witness().running().forEach(one -> tasks.add(EngineWitness.place(one).task()));
      for (String task : tasks) {
        Single single = singles.get(task);
        if (single != null) {
          running
              .computeIfAbsent(single.era(), _ -> new ArrayList<>())
              .add(new Run(task, single.number(), host));
        }
      }
    }
    running.forEach((era, runs) -> isAlone(era, runs));
  }

  private void isAlone(Era era, List<Run> runs) {
    long newest = runs.stream().mapToLong(Run::number).max().orElseThrow();
    for (Run run : runs) {
      if (run.number() < newest) {
        judge(
            run.host(),
            run.task(),
            "runs by lease number %d, and number %d of %s runs elsewhere"
                .formatted(run.number(), newest, era.service().name()));
      }
    }
  }

  private void judge(SimHost host, String task, String otherwise) {
    if (!host.isHindered()) {
      require(false, task, "on " + host.name() + " " + otherwise);
    } else if (told.add(task)) {
      world.counts().moved("ran on past its lease, as nobody could stop it");
      world.story().tell("task " + WireWitness.shortId(task) + " " + otherwise + " (excused)");
    }
  }

  /** What a task was, and what it is from now on. */
  void moved(Task before, Task after) {
    // Whatever it was to end for: nobody takes hosts out here.
    if (before.isOver() || !(after.wish() instanceof Wish.Abandoned)) {
      return;
    }
    String id = after.id().text();
    expired.add(after.id());
    world.counts().moved("task expired");
    world.story().tell("task " + WireWitness.shortId(id) + " expired");
    require(after.order().lease().isPresent(), id, "expired and has no lease");
    Map<String, SimHost> places = new TreeMap<>();
    hosts.stream().filter(host -> runs(host, id)).forEach(host -> places.put(host.name(), host));
    places.values().forEach(host -> judge(host, id, "counts as ended, and runs"));
  }

  /** Whether it counted as ended before its host could tell how. */
  boolean isExpired(TaskId task) {
    return expired.contains(task);
  }

  static boolean runs(SimHost host, String task) {
    return host.witness().running().stream()
        .anyMatch(one -> EngineWitness.place(one).task().equals(task));
  }

  private void require(boolean holds, String task, String otherwise) {
    world.findings().require(holds, "task " + WireWitness.shortId(task) + " " + otherwise);
  }
}
