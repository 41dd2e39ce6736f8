package io.berth.scheduler.foresight;

import io.berth.scheduler.control.NextLooks;
import io.berth.scheduler.control.NoRoom;
import io.berth.scheduler.control.ServiceLook;
import io.berth.scheduler.control.ServiceViews;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.TaskCounts;
import io.berth.scheduler.reconcile.ServiceView;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Scratch;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Lets services do on a scratch what their loop would do before any agent reports: look after look,
 * one service after the other, until no look changes anything.
 */
final class Settling {
  /** What tells users something, and leads to no further step. */
  private static final Set<Table<?, ?>> WORDS = Set.of(Tables.SERVICES, Tables.SERVICE_EVENTS);

  private final Scratch scratch;
  private final RandomGenerator random;
  private final Instant now;
  private final Budget budget;
  private final Map<ServiceId, NoRoom> lacking = new HashMap<>();

  Settling(Scratch scratch, RandomGenerator random, Instant now, Budget budget) {
    this.scratch = scratch;
    this.random = random;
    this.now = now;
    this.budget = budget;
  }

  /** Answers whether there was time for all looks. */
  boolean settle(Collection<ServiceId> services) {
    return settle(services, this::looksAgain);
  }

  /**
   * The same with other first looks.
   *
   * @param first looks at a service, and answers whether there shall be another look
   */
  boolean settle(Collection<ServiceId> services, Predicate<ServiceId> first) {
    NextLooks next = new NextLooks();
    next.mark(services);
    Set<ServiceId> known = new HashSet<>();
    while (!next.isEmpty()) {
      if (budget.isSpent()) {
        return false;
      }
      ServiceId id = next.first(scratch.rows(), 1).getFirst();
      boolean isAgain = known.add(id) ? first.test(id) : looksAgain(id);
      next.looked(id, lacking.containsKey(id), now);
      if (isAgain) {
        next.mark(id);
      }
    }
    return true;
  }

  private boolean looksAgain(ServiceId id) {
    return scratch
        .rows()
        .find(Tables.SERVICES, id)
        .filter(service -> look(ServiceViews.view(scratch.rows(), service)))
        .isPresent();
  }

  /**
   * One look at a service that the view shows as it is; answers whether another may change more.
   */
  boolean look(ServiceView view) {
    int before = scratch.changeCount();
    ServiceLook look = scratch.update(Lane.LOOPS, tx -> ServiceLook.at(tx, view, random, now));
    look.noRoom()
        .ifPresentOrElse(
            noRoom -> lacking.put(view.service().id(), noRoom),
            () -> lacking.remove(view.service().id()));
    for (Change<?, ?> change : scratch.changesAfter(before)) {
      if (!WORDS.contains(change.table())) {
        return true;
      }
    }
    return false;
  }

  /** How many tasks the service lacks, in whichever state the rows are. */
  static int missing(ReadTx rows, ServiceId id) {
    int wanted = rows.find(Tables.SERVICES, id).map(Service::desiredCount).orElse(0);
    int there = 0;
    for (Deployment deployment :
        rows.rowsWith(Tables.DEPLOYMENTS, Tables.DEPLOYMENTS_BY_SERVICE, id)) {
      there += wanted(rows, deployment.id());
    }
    return Math.max(0, wanted - there);
  }

  /** How many tasks of the deployment shall run. */
  static int wanted(ReadTx rows, DeploymentId deployment) {
    TaskCounts counts = rows.sum(Tables.TASKS, Tables.TASKS_OF_DEPLOYMENT, deployment);
    return counts.running() + counts.pending();
  }

  /** How many tasks the service would lack after all, and why; empty if none. */
  Optional<Lack> lack(ServiceId id, int before) {
    return lack(id, missing(scratch.rows(), id), before);
  }

  /**
   * The same of a service that changes: while others still stand in for them, new tasks without a
   * place are no less than were wanted, and yet what people ask for.
   */
  Optional<Lack> lackOfChange(ServiceId id, int before) {
    int placeless = Optional.ofNullable(lacking.get(id)).map(NoRoom::count).orElse(0);
    return lack(id, Math.max(missing(scratch.rows(), id), placeless), before);
  }

  private Optional<Lack> lack(ServiceId id, int count, int before) {
    return count == 0
        ? Optional.empty()
        : Optional.of(new Lack(Optional.of(id), count, before, why(id)));
  }

  private Lack.Why why(ServiceId id) {
    Optional<NoRoom> noRoom = Optional.ofNullable(lacking.get(id));
    if (noRoom.isPresent()) {
      return noRoom
          .get()
          .closest()
          .<Lack.Why>map(Lack.Why.NoPlace::new)
          .orElseGet(Lack.Why.NoHosts::new);
    }
    return ServiceViews.deployments(scratch.rows(), id).stream()
        .findFirst()
        .flatMap(newest -> newest.setbacks().retryAt())
        .filter(now::isBefore)
        .<Lack.Why>map(Lack.Why.TriesLater::new)
        .orElseGet(Lack.Why.HeldBack::new);
  }
}
