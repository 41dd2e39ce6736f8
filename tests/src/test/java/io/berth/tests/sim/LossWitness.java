package io.berth.tests.sim;

import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.CutOff;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.reconcile.ServiceWords;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Insists on what the loss of a host may do: its tasks are replaced as their services want it and
 * not before, they are stopped when their host is there again, and a standstill of the scheduler or
 * of its own network moves nothing.
 */
final class LossWitness {
  /** A host that is well for so long has stopped what was replaced meanwhile. */
  private static final Duration FENCED_WITHIN = Duration.ofSeconds(60);

  /** So long a scheduler must have run before it gives anybody up. */
  private static final Duration SETTLING = Duration.ofSeconds(60);

  /** From the moment at which it is silent, when nothing speaks against it. */
  private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(20);

  private static final Duration LONGEST_BRAKE = Duration.ofMinutes(5);

  /** So many may be lost together in any cluster. */
  private static final int MOST_LOST = 2;

  private static final Duration WELL = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Surroundings world;
  private final Network network;
  private final LeaseWitness leases;
  private final Map<HostId, SimHost> hosts = new TreeMap<>();
  private final Map<HostId, Duration> wellSince = new HashMap<>();
  private final Map<HostId, Duration> silentSince = new HashMap<>();
  private final Map<TaskId, HostId> fenced = new TreeMap<>();
  private Set<HostId> kept = Set.of();
  private Duration keptUntil = Duration.ZERO;
  private Duration brakeBeganAt = Duration.ZERO;
  private Duration brakeChangedAt = Duration.ZERO;
  private boolean isBraked;
  private @Nullable SimScheduler scheduler;

  LossWitness(Surroundings world, Network network) {
    this.world = world;
    this.network = network;
    this.leases = new LeaseWitness(world);
  }

  void add(SimHost host) {
    hosts.put(host.id(), host);
    leases.add(host);
  }

  LeaseWitness leases() {
    return leases;
  }

  /** Whether nothing that anybody knows of has kept it away lately. */
  boolean isWellForLong(SimHost host) {
    Duration since = wellSince.get(host.id());
    return since != null && world.time().now().minus(since).compareTo(WELL) > 0;
  }

  /** From now on looks again and again whether hosts have stopped what they must. */
  void begin(SimScheduler all) {
    scheduler = all;
    look(all);
    world.time().after(LOOK, () -> begin(all));
  }

  /** Whatever these are cut off from, none of them may be given up until then. */
  void keeps(Set<HostId> all, Duration until) {
    kept = Set.copyOf(all);
    keptUntil = until;
  }

  // ------------------------------------------------------------------ what is made durable

  void changed(Host before, Host after, Snapshot state) {
    boolean isLost = after.isLost() && !before.isLost();
    if (isLost) {
      tell("host lost", after.id());
      isSettled(after);
      isNoCrowd(after, state);
      world
          .findings()
          .require(
              !kept.contains(after.id()) || world.time().now().compareTo(keptUntil) > 0,
              name(after.id()) + " was given up, and only the scheduler was not there");
    }
    if (before.isLost() && after.isConnected()) {
      tell("host back after its loss", after.id());
    }
    Optional<?> rest = after.contact().unrest().restUntil();
    if (rest.isPresent() && !rest.equals(before.contact().unrest().restUntil())) {
      tell("host rests", after.id());
    }
  }

  /** A scheduler that has just begun gives nobody up. */
  private void isSettled(Host host) {
    boolean isOld =
        Optional.ofNullable(scheduler)
            .flatMap(SimScheduler::serving)
            .filter(life -> life.age().compareTo(SETTLING) >= 0)
            .isPresent();
    world
        .findings()
        .require(isOld, name(host.id()) + " was given up by a scheduler that had just begun");
  }

  /** More than two, and more than a third of all, are not lost together. */
  private void isNoCrowd(Host lost, Snapshot state) {
    // A brake that has held for as long as it may lets even many go.
    Duration now = world.time().now();
    boolean isTimeOver =
        (isBraked || brakeChangedAt.equals(now))
            && now.minus(brakeBeganAt).compareTo(LONGEST_BRAKE) >= 0;
    int away = 0;
    int all = 0;
    for (Host host : state.rows(Tables.HOSTS)) {
      all++;
      boolean isLostNow =
          host.contact().link() instanceof Contact.Link.Lost(_, var at) && at.equals(lostAt(lost));
      away += host.contact().link() instanceof Contact.Link.Silent || isLostNow ? 1 : 0;
    }
    world
        .findings()
        .require(
            isTimeOver || away <= MOST_LOST || 3 * away <= all,
            "%s was given up while %d of %d hosts were away".formatted(name(lost.id()), away, all));
  }

  private static Instant lostAt(Host host) {
    return host.contact().link() instanceof Contact.Link.Lost(_, var at) ? at : Instant.MAX;
  }

  private void tell(String move, HostId host) {
    world.counts().moved(move);
    world.story().tell(name(host) + " " + move);
  }

  private String name(HostId host) {
    return Optional.ofNullable(hosts.get(host)).map(SimHost::name).orElse(host.text());
  }

  void changed(Cluster before, Cluster after) {
    if (before.brake().isPresent() != after.brake().isPresent()) {
      String move = after.brake().isPresent() ? "brake began" : "brake ended";
      world.counts().moved(move);
      world.story().tell(move);
      brakeChangedAt = world.time().now();
      isBraked = after.brake().isPresent();
      brakeBeganAt = isBraked ? brakeChangedAt : brakeBeganAt;
    }
  }

  /** What a task was, and what it is from now on. */
  void moved(Task before, Task after, Snapshot state) {
    leases.moved(before, after);
    if (isLost(after) && before.isWanted() && !(after.wish() instanceof Wish.Abandoned)) {
      world.counts().moved("task replaced for its host's loss");
      isDue(after, state);
    }
    if (isLost(after) && after.wish() instanceof Wish.Stop && !after.isOver()) {
      fenced.put(after.id(), after.host());
    }
    if (after.isOver() && fenced.remove(after.id()) != null) {
      world.counts().moved("task fenced");
    }
  }

  /** Whether it shall end because nobody knows any more what has become of it. */
  static boolean isLost(Task task) {
    Optional<StopCause> cause = task.stopCause();
    return cause.isPresent() && cause.get().equals(ServiceWords.lost(task.host()));
  }

  /** Its service wanted that, its host was lost for long enough, and no lease holds it. */
  private void isDue(Task task, Snapshot state) {
    String id = "task " + WireWitness.shortId(task.id().text());
    world
        .findings()
        .require(task.order().lease().isEmpty(), id + " was replaced before its lease was over");
    Host host = state.find(Tables.HOSTS, task.host()).orElseThrow();
    CutOff wanted =
        task.order()
            .membership()
            .map(Membership::service)
            .flatMap(service -> state.find(Tables.SERVICES, service))
            .map(LossWitness::asked)
            .orElseGet(CutOff.Keep::new);
    boolean isDue =
        switch (wanted) {
          case CutOff.Keep() -> false;
          case CutOff.Replace(var after) -> isLostFor(host, after);
          // It was made before its service became one that is tied to leases.
          case CutOff.Stop(var after) -> isLostFor(host, after);
        };
    world
        .findings()
        .require(isDue, id + " was replaced for the loss of its host, against " + wanted);
  }

  /** As its user has asked for it, whatever was made of that. */
  private static CutOff asked(Service service) {
    return ServiceUsers.onLoss(service.id().name())
        .flatMap(CutOff::read)
        .orElseGet(() -> CutOff.of(service.wish(), service.tags()));
  }

  /** Counted on the scheduler's wall, wherever that clock has jumped to meanwhile. */
  private boolean isLostFor(Host host, Duration time) {
    return host.contact().link() instanceof Contact.Link.Lost(_, var at)
        && !world.time().schedulersInstant().isBefore(at.plus(time));
  }

  // ------------------------------------------------------------------ what hosts do

  private void look(SimScheduler scheduler) {
    Duration now = world.time().now();
    givesUp(scheduler, now);
    Set<HostId> well = new HashSet<>();
    hosts.forEach((id, host) -> {
      if (isWell(scheduler, host)) {
        well.add(id);
        wellSince.putIfAbsent(id, now);
      }
    });
    wellSince.keySet().retainAll(well);
    fenced.forEach((task, id) -> {
      SimHost host = Optional.ofNullable(hosts.get(id)).orElseThrow();
      boolean isLongEnough =
          wellSince.containsKey(id)
              && now.minus(Optional.ofNullable(wellSince.get(id)).orElse(now))
                      .compareTo(FENCED_WITHIN)
                  > 0;
      world
          .findings()
          .require(
              !isLongEnough || !LeaseWitness.runs(host, task.text()),
              "%s is back for %s and still runs task %s, which was replaced"
                  .formatted(host.name(), FENCED_WITHIN, WireWitness.shortId(task.text())));
    });
  }

  /** Who is silent for long is given up, unless a brake holds, or did until a moment ago. */
  private void givesUp(SimScheduler all, Duration now) {
    boolean isAwake =
        now.minus(brakeChangedAt).compareTo(GIVEN_UP_WITHIN) > 0
            && all.serving()
                .filter(life -> life.freeFor().compareTo(GIVEN_UP_WITHIN) > 0)
                .filter(life -> life.age().compareTo(SETTLING.plus(GIVEN_UP_WITHIN)) > 0)
                .isPresent();
    if (!isAwake || holds(all)) {
      silentSince.clear();
      return;
    }
    Set<HostId> silent = new HashSet<>();
    for (Host host : all.snapshot().rows(Tables.HOSTS)) {
      if (host.contact().link() instanceof Contact.Link.Silent) {
        silent.add(host.id());
        Duration since = silentSince.computeIfAbsent(host.id(), _ -> now);
        world
            .findings()
            .require(
                now.minus(since).compareTo(GIVEN_UP_WITHIN) <= 0,
                name(host.id()) + " stays silent, and is not given up");
      }
    }
    silentSince.keySet().retainAll(silent);
  }

  /** As it is stored: a brake that began before a crash holds, and nobody is told of it anew. */
  private static boolean holds(SimScheduler all) {
    boolean holds = false;
    for (Cluster cluster : all.snapshot().rows(Tables.CLUSTERS)) {
      holds |= cluster.brake().isPresent();
    }
    return holds;
  }

  private boolean isWell(SimScheduler scheduler, SimHost host) {
    var up = new Network.Route(host.name(), SimScheduler.NAME);
    boolean isServed =
        scheduler
            .serving()
            .filter(life -> !life.isBusy() && life.age().compareTo(LOOK) > 0)
            .isPresent();
    return isServed
        && !host.isHindered()
        && network.passes(up)
        && network.passes(up.back())
        && scheduler.snapshot().find(Tables.HOSTS, host.id()).filter(Host::isConnected).isPresent();
  }
}
