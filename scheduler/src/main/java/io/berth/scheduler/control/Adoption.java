package io.berth.scheduler.control;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Happening.TaskOn;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.lifecycle.Move;
import io.berth.scheduler.lifecycle.TaskLife;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostLoad;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Transactions;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes tasks known that hosts run and nobody here knows, as after the return of an old backup:
 * with the same ids, and without touching them. Whatever runs takes room, so one that is too many
 * for its host is known, too. What cannot be is refused and changes nothing. Any thread may call.
 */
public final class Adoption {
  /** Ids of tasks begin with the millisecond in which they were made. */
  private static final int CHANCE_BITS = 16;

  private static final StopCause FORGOTTEN =
      new StopCause(
          StopCause.Code.SERVICE_SCHEDULER_INITIATED,
          "It was to stop already when it was adopted; the reason is not known any more.");

  private final Transactions store;
  private final InstantSource clock;

  public Adoption(Transactions store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A claim that was not believed. */
  public record Refused(TaskId task, String why) {}

  /**
   * Adopts what a host claims, in one transaction; answers what was refused.
   *
   * @param session of the host that tells it; only the newest counts
   */
  public List<Refused> adopt(HostId host, long session, List<Claim> claims) {
    Instant now = clock.instant();
    return store.update(
        Lane.REPORTS,
        tx -> {
          Optional<Host> known =
              tx.find(Tables.HOSTS, host)
                  .filter(found -> found.contact().session() == session)
                  .filter(found -> found.status() != Host.Status.INACTIVE);
          return known.isEmpty() ? List.of() : new Turn(tx, known.get(), now).adopt(claims);
        });
  }

  /** What cannot even be read is told of like any other claim that is refused. */
  public void unreadable(HostId host, Refused claim) {
    Instant now = clock.instant();
    store.update(
        Lane.REPORTS,
        tx -> {
          refuse(tx, host, claim, now);
          return true;
        });
  }

  private static void refuse(WriteTx tx, HostId host, Refused claim, Instant now) {
    var told = new Happening.ClaimRefused(claim.task(), claim.why());
    new Line(Subject.of(host), now, told).write(tx);
  }

  /** The claims of one answer. */
  private static final class Turn {
    private final WriteTx tx;
    private final Host host;
    private final Instant now;
    private final AdoptedPlans plans;
    private final AdoptedMembership memberships;
    private final List<Refused> refused = new ArrayList<>();
    private final List<TaskOn> adopted = new ArrayList<>();
    private final Map<ServiceId, List<TaskOn>> perService = new TreeMap<>();

    Turn(WriteTx tx, Host host, Instant now) {
      this.tx = tx;
      this.host = host;
      this.now = now;
      this.plans = new AdoptedPlans(tx, now);
      this.memberships = new AdoptedMembership(tx, now);
    }

    List<Refused> adopt(List<Claim> claims) {
      claims.forEach(this::adopt);
      if (!adopted.isEmpty()) {
        tell(Subject.of(host.id()), new Happening.Adopted(adopted, Optional.empty(), ""));
      }
      perService.forEach((service, tasks) ->
          tell(Subject.of(service), new Happening.Adopted(tasks, Optional.of(service), "")));
      return List.copyOf(refused);
    }

    private void adopt(Claim claim) {
      Optional<Task> known = tx.find(Tables.TASKS, claim.task());
      if (known.filter(task -> task.host().equals(host.id())).isPresent()) {
        return;
      }
      Optional<String> doubt = known.map(this::another).or(() -> doubt(claim));
      if (doubt.isPresent()) {
        refuse(claim, doubt.get());
        return;
      }
      switch (plans.find(claim)) {
        case AdoptedPlans.Found.Nothing(var why) -> refuse(claim, why);
        case AdoptedPlans.Found.Known(var plan, var notes) -> insert(claim, plan, notes);
      }
    }

    /** Whoever came first has it. */
    private String another(Task known) {
      return "it is known as one of host " + known.host();
    }

    private Optional<String> doubt(Claim claim) {
      if (!claim.origin().cluster().equals(host.cluster())) {
        return Optional.of(
            "it is of cluster " + claim.origin().cluster() + ", its host of " + host.cluster());
      }
      return claim.sighting().phase() == Sighting.Phase.STOPPED
          ? Optional.of("it has ended")
          : Optional.empty();
    }

    private void refuse(Claim claim, String why) {
      Refused one = new Refused(claim.task(), why);
      refused.add(one);
      Adoption.refuse(tx, host.id(), one, now);
    }

    private void insert(Claim claim, Plan plan, List<String> notes) {
      AdoptedMembership.Found member = memberships.find(claim, plan);
      Task task =
          new Task(
              claim.task(),
              host.cluster(),
              host.id(),
              order(claim, plan, member.membership()),
              claim.isWanted() ? new Wish.Run() : new Wish.Stop(FORGOTTEN, now),
              Sighting.NONE,
              claim.origin().createdAt().orElseGet(() -> madeAt(claim.task())),
              1,
              claim.origin().tags());
      tx.insert(Tables.TASKS, seen(task, claim.sighting()));
      member.membership().ifPresent(of -> claim.lease().ifPresent(lease -> count(of, lease)));
      TaskOn one = new TaskOn(claim.task(), host.id());
      Optional<ServiceId> service = member.membership().map(Membership::service);
      List<String> odd = new ArrayList<>(notes);
      odd.addAll(member.notes());
      tell(
          Subject.of(claim.task()),
          new Happening.Adopted(List.of(one), service, String.join("; ", odd)));
      adopted.add(one);
      service.ifPresent(id -> perService.computeIfAbsent(id, _ -> new ArrayList<>()).add(one));
    }

    /** No number is given twice, whatever this scheduler has forgotten. */
    private void count(Membership membership, TaskLease lease) {
      Service service = tx.find(Tables.SERVICES, membership.service()).orElseThrow();
      long missing = lease.number() - service.progress().leases();
      if (missing > 0) {
        tx.update(Tables.SERVICES, service.leased(missing));
      }
    }

    private Task seen(Task task, Sighting sighting) {
      return switch (TaskLife.told(task, sighting, now)) {
        case Move.Moved(Task moved) -> moved;
        case Move.Ignored _, Move.Refused _ ->
            throw new IllegalStateException("a task that was never seen takes what is told of it");
      };
    }

    private TaskOrder order(Claim claim, Plan plan, Optional<Membership> membership) {
      HostLoad load = tx.sum(Tables.TASKS, Tables.LOAD_OF_HOST, host.id());
      List<GivenDevice> devices =
          claim.content().map(Claim.Content::devices).orElse(List.of()).stream()
              .filter(device -> !load.devices().contains(device.id()))
              .toList();
      return new TaskOrder(
          plan.definition(),
          plan.hash(),
          alone(plan.asked().taken(), load),
          devices,
          claim.origin().group(),
          claim.origin().startedBy(),
          membership,
          claim.lease());
    }

    /** What two tasks have is counted once: the first one that ends would free it for others. */
    private static TaskShape alone(TaskShape asked, HostLoad load) {
      return new TaskShape(
          asked.asked(),
          asked.attributes(),
          asked.leads().stream().filter(lead -> !load.staticPorts().contains(lead.from())).toList(),
          asked.devices());
    }

    private Instant madeAt(TaskId task) {
      Instant made = Instant.ofEpochMilli(task.high() >>> CHANCE_BITS);
      return made.isAfter(now) ? now : made;
    }

    private void tell(Subject whom, Happening what) {
      new Line(whom, now, what).write(tx);
    }
  }
}
