package io.berth.scheduler.control;

import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.reconcile.Reconcile;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.Commit;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Watch;
import io.berth.scheduler.store.WatchEvent;
import io.berth.scheduler.store.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Keeps services what they shall be. It looks at those that something has happened to or whose time
 * has come, and does what {@link Reconcile} decides in one transaction. What it remembers only says
 * where to look; after a start it looks everywhere. One thread at a time.
 */
public final class ServiceLoop implements AutoCloseable {
  private static final Set<Table<?, ?>> TABLES =
      Set.of(
          Tables.SERVICES,
          Tables.DEPLOYMENTS,
          Tables.TASKS,
          Tables.HOSTS,
          Tables.TARGETS,
          Tables.TARGET_GROUPS);

  private static final int MOST_PENDING = 100_000;

  /** So that no transaction of a turn is long. */
  private static final int MOST_STEPS = 500;

  /** A look at a service costs something although nothing comes of it. */
  private static final int STEPS_OF_A_LOOK = 2;

  /** Whoever waits for room looks at least so often. */
  private static final Duration ROOM_AGAIN = Duration.ofSeconds(30);

  private final StateStore store;
  private final RandomGenerator random;
  private final NextLooks next = new NextLooks();
  private final WakeTimes wakes = new WakeTimes();
  private Watch watch;

  /** Chance is used on the store's writer alone. */
  public ServiceLoop(StateStore store, RandomGenerator random) {
    this.store = store;
    this.random = random;
    this.watch = store.watch(TABLES, MOST_PENDING);
    lookEverywhere();
  }

  /**
   * Looks at some services. Answers when there is something to do without any news; until then
   * another turn would be for nothing.
   */
  public Optional<Instant> turn(Instant now) {
    hear();
    next.mark(wakes.due(now));
    if (!next.isEmpty()) {
      List<ServiceId> first = next.first(store.snapshot(), MOST_STEPS / STEPS_OF_A_LOOK);
      List<Look> looks = store.update(Lane.LOOPS, tx -> looks(tx, first, now));
      looks.forEach(look -> remember(look, now));
    }
    return next.isEmpty() ? wakes.next() : Optional.of(now);
  }

  /**
   * Waits for news, but not longer than this; news that are there already are not waited for.
   *
   * @return whether the store is still there
   */
  public boolean await(Duration longest) throws InterruptedException {
    Optional<WatchEvent> event = watch.next(longest);
    event.ifPresent(this::heard);
    return event.filter(ServiceLoop::isClosed).isEmpty();
  }

  @Override
  public void close() {
    watch.close();
  }

  /** What came of one look. */
  private record Look(ServiceId id, Optional<Instant> wakeAt, boolean lacksRoom) {}

  private List<Look> looks(WriteTx tx, List<ServiceId> ids, Instant now) {
    List<Look> looks = new ArrayList<>();
    int steps = 0;
    for (ServiceId id : ids) {
      if (steps >= MOST_STEPS) {
        break;
      }
      Optional<Service> service = tx.find(Tables.SERVICES, id);
      if (service.isEmpty()) {
        looks.add(new Look(id, Optional.empty(), false));
      } else {
        ServiceLook look = ServiceLook.at(tx, ServiceViews.view(tx, service.get()), random, now);
        looks.add(new Look(id, look.plan().wakeAt(), look.noRoom().isPresent()));
        steps += STEPS_OF_A_LOOK + look.plan().size();
      }
    }
    return looks;
  }

  private void remember(Look look, Instant now) {
    next.looked(look.id(), look.lacksRoom(), now);
    Optional<Instant> again =
        look.lacksRoom() ? Optional.of(now.plus(ROOM_AGAIN)) : Optional.empty();
    wakes.set(
        look.id(),
        Stream.of(look.wakeAt(), again).flatMap(Optional::stream).min(Instant::compareTo));
  }

  private void hear() {
    Optional<WatchEvent> event = watch.poll();
    while (event.isPresent() && !isClosed(event.get())) {
      heard(event.get());
      event = watch.poll();
    }
  }

  private static boolean isClosed(WatchEvent event) {
    return event instanceof WatchEvent.Ended(var reason) && reason == WatchEvent.Reason.CLOSED;
  }

  private void heard(WatchEvent event) {
    switch (event) {
      case WatchEvent.Changed(var commit) -> mark(commit);
      case WatchEvent.Ended(var reason) -> {
        if (reason == WatchEvent.Reason.TOO_SLOW) {
          watch = store.watch(TABLES, MOST_PENDING);
          lookEverywhere();
        }
      }
    }
  }

  private void lookEverywhere() {
    watch.start().rows(Tables.SERVICES).forEach(service -> next.mark(service.id()));
  }

  private void mark(Commit commit) {
    Set<HostId> hosts = new HashSet<>();
    Set<TargetGroupId> groups = new HashSet<>();
    Set<TaskId> tasks = new HashSet<>();
    Set<HostId> freed = new HashSet<>();
    for (Change<?, ?> change : commit.changes()) {
      Object row = change.after().isPresent() ? change.after().get() : change.before().get();
      switch (row) {
        case Service service -> next.mark(service.id());
        case Deployment deployment -> next.mark(deployment.service());
        case Task task -> {
          markServiceOf(task);
          if (task.isOver()) {
            next.markWaiting(task.cluster());
          }
        }
        case Host host -> {
          hosts.add(host.id());
          next.markWaiting(host.cluster());
        }
        case Target target -> {
          target.task().ifPresent(tasks::add);
          if (change.after().isEmpty()) {
            target.heldOn().ifPresent(freed::add);
          }
        }
        case TargetGroup group -> groups.add(group.id());
        default -> throw new IllegalStateException("nobody asked for " + change.table());
      }
    }
    ReadTx state = store.snapshot();
    hosts.forEach(host -> markServicesOn(state, host));
    // A port that was held is for anybody now.
    freed.forEach(host ->
        state.find(Tables.HOSTS, host).ifPresent(known -> next.markWaiting(known.cluster())));
    groups.forEach(group -> markServicesBehind(state, group));
    tasks.forEach(task -> state.find(Tables.TASKS, task).ifPresent(this::markServiceOf));
  }

  private void markServiceOf(Task task) {
    task.order().membership().map(Membership::service).ifPresent(next::mark);
  }

  private void markServicesOn(ReadTx state, HostId host) {
    for (Task task : state.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host)) {
      if (!task.isOver()) {
        markServiceOf(task);
      }
    }
  }

  /** Whether it is used by a balancer counts for the health of those behind it. */
  private void markServicesBehind(ReadTx state, TargetGroupId group) {
    for (Target target : state.rowsWith(Tables.TARGETS, Tables.TARGETS_BY_GROUP, group)) {
      target.task().flatMap(task -> state.find(Tables.TASKS, task)).ifPresent(this::markServiceOf);
    }
  }
}
