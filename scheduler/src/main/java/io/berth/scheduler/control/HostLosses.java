package io.berth.scheduler.control;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Happening.Release;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.loss.Census;
import io.berth.scheduler.loss.Census.Hearing;
import io.berth.scheduler.loss.Census.Member;
import io.berth.scheduler.loss.Flapping;
import io.berth.scheduler.loss.Losses;
import io.berth.scheduler.loss.Verdict;
import io.berth.scheduler.loss.Verdict.Braking;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.BuiltIn;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.LossRules;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.reconcile.ServiceWords;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives hosts up that stay silent, unless too many do, and lets those rest that come and go. What
 * it remembers are times of the scheduler's own progress, which begin anew with each start. One
 * thread.
 */
public final class HostLosses {
  /** Who was away with so many others so lately came and went through no fault of its own. */
  private static final Duration CROWD_REMEMBERED = Duration.ofMinutes(1);

  /** Rests end so much later at most. */
  private static final Duration RESTS_LOOKED_AT = Duration.ofSeconds(5);

  /** So much later than it must a host stops its tasks at the worst. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final StateStore store;
  private final InstantSource clock;
  private final Terms terms;
  private final Map<ClusterName, Duration> crowds = new HashMap<>();
  private final Map<ClusterName, Duration> brakes = new HashMap<>();
  private Set<HostId> away = Set.of();
  private Duration restsLookedAt = Duration.ZERO;

  HostLosses(StateStore store, InstantSource clock, Terms terms) {
    this.store = store;
    this.clock = clock;
    this.terms = terms;
  }

  /**
   * What hosts have agreed to.
   *
   * @param lease for how long a host holds one, counted from its last heartbeat
   */
  public record Terms(Duration lease, StopTimes stopTimes) {}

  /** How long it takes at most until a task has stopped. */
  public interface StopTimes {
    Duration of(Plan plan, HostFacts.Defaults defaults);
  }

  /**
   * One turn.
   *
   * @param quiet for how long each of the silent hosts was not heard
   * @param running for how long anybody could be heard
   * @return clusters whose silent hosts are not given up from now on, since they are too many
   */
  public List<ClusterName> turn(Map<HostId, Duration> quiet, Duration running) {
    Instant now = clock.instant();
    ReadTx state = store.snapshot();
    List<ClusterName> braked = new ArrayList<>();
    for (Cluster cluster : concerned(state, quiet)) {
      Census census = census(state, cluster, quiet, running);
      Verdict verdict = Losses.judge(census);
      if (verdict.isCrowd()) {
        crowds.put(cluster.name(), running);
      }
      if (!verdict.lost().isEmpty() || verdict.braking() != Braking.UNCHANGED) {
        store.update(Lane.LOOPS, tx -> apply(tx, cluster.name(), census, verdict, now));
      }
      if (verdict.braking() == Braking.BEGINS) {
        braked.add(cluster.name());
      }
    }
    quiet.forEach((host, silent) -> expire(host, silent, now));
    returned(state, quiet, running, now);
    rested(state, running, now);
    return List.copyOf(braked);
  }

  // ------------------------------------------------------------------------------ giving up

  private static List<Cluster> concerned(ReadTx state, Map<HostId, Duration> quiet) {
    Set<ClusterName> names = new HashSet<>();
    for (HostId id : quiet.keySet()) {
      state
          .find(Tables.HOSTS, id)
          .filter(HostLosses::isSilent)
          .ifPresent(host -> names.add(host.cluster()));
    }
    List<Cluster> concerned = new ArrayList<>();
    for (Cluster cluster : state.rows(Tables.CLUSTERS)) {
      if (names.contains(cluster.name()) || cluster.brake().isPresent()) {
        concerned.add(cluster);
      }
    }
    return concerned;
  }

  private Census census(
      ReadTx state, Cluster cluster, Map<HostId, Duration> quiet, Duration running) {
    List<Member> members = new ArrayList<>();
    for (Host host : state.rowsWith(Tables.HOSTS, Tables.HOSTS_BY_CLUSTER, cluster.name())) {
      if (host.status() != Host.Status.INACTIVE) {
        String zone = host.attribute(BuiltIn.ZONE).orElse("");
        members.add(new Member(host.id(), zone, hearing(host, quiet.get(host.id()))));
      }
    }
    return new Census(LossRules.of(cluster.tags()), members, running, brake(cluster, running));
  }

  private static Hearing hearing(Host host, @Nullable Duration quiet) {
    if (quiet == null) {
      return new Hearing.Heard();
    }
    return switch (host.contact().link()) {
      case Contact.Link.Connected(_) -> new Hearing.Heard();
      case Contact.Link.Silent(_) -> new Hearing.Silent(quiet);
      case Contact.Link.Lost(_, _) -> new Hearing.Lost(quiet);
    };
  }

  private Optional<Census.Brake> brake(Cluster cluster, Duration running) {
    if (cluster.brake().isEmpty()) {
      brakes.remove(cluster.name());
      return Optional.empty();
    }
    Duration begun = brakes.computeIfAbsent(cluster.name(), _ -> running);
    Duration crowd = crowds.getOrDefault(cluster.name(), begun);
    return Optional.of(
        new Census.Brake(
            running.minus(begun), running.minus(crowd.compareTo(begun) > 0 ? crowd : begun)));
  }

  private static boolean apply(
      WriteTx tx, ClusterName name, Census census, Verdict verdict, Instant now) {
    Optional<Cluster> known = tx.find(Tables.CLUSTERS, name);
    if (known.isEmpty()) {
      return false;
    }
    switch (verdict.braking()) {
      case UNCHANGED -> {}
      case BEGINS -> brake(tx, known.get(), census, now);
      case ENDS_IN_CALM -> release(tx, known.get(), new Release.Calm(), now);
      case ENDS_IN_TIME -> release(tx, known.get(), new Release.TimeOver(), now);
    }
    verdict.lost().forEach(host -> lose(tx, host, now));
    return true;
  }

  private static void brake(WriteTx tx, Cluster cluster, Census census, Instant now) {
    int silent =
        (int)
            census.members().stream()
                .filter(member -> member.hearing() instanceof Hearing.Silent)
                .count();
    int hosts = census.members().size();
    tx.update(Tables.CLUSTERS, cluster.braked(new Cluster.Brake(now, silent, hosts)));
    tell(tx, Subject.of(cluster.name()), new Happening.Braked(silent, hosts), now);
  }

  private static void release(WriteTx tx, Cluster cluster, Release why, Instant now) {
    if (cluster.brake().isPresent()) {
      tx.update(Tables.CLUSTERS, cluster.released());
      tell(tx, Subject.of(cluster.name()), new Happening.Released(why), now);
    }
  }

  private static boolean isSilent(Host host) {
    return host.status() != Host.Status.INACTIVE
        && host.contact().link() instanceof Contact.Link.Silent;
  }

  private static void lose(WriteTx tx, HostId id, Instant now) {
    Optional<Host> known = tx.find(Tables.HOSTS, id).filter(HostLosses::isSilent);
    if (known.isPresent()) {
      tx.update(Tables.HOSTS, known.get().with(known.get().contact().lost(now)));
      tell(tx, Subject.of(id), new Happening.WasLost(), now);
    }
  }

  /** Somebody says that the silent hosts of a cluster are gone. */
  static Outcome<List<Host>> confirm(WriteTx tx, ClusterName name, Ask ask) {
    Optional<Cluster> known = ClusterCommands.active(tx, name);
    if (known.isEmpty()) {
      return ClusterCommands.notFound();
    }
    release(tx, known.get(), new Release.Confirmed(ask), ask.at());
    List<HostId> silent = new ArrayList<>();
    for (Host host : tx.rowsWith(Tables.HOSTS, Tables.HOSTS_BY_CLUSTER, name)) {
      if (isSilent(host)) {
        silent.add(host.id());
      }
    }
    silent.forEach(host -> lose(tx, host, ask.at()));
    return Outcome.done(
        silent.stream().map(host -> tx.find(Tables.HOSTS, host).orElseThrow()).toList());
  }

  // ------------------------------------------------------------------------------ leases

  /** What a lost host must have stopped by now counts as over, so that others can take over. */
  private void expire(HostId id, Duration silent, Instant now) {
    ReadTx state = store.snapshot();
    Optional<Host> host = state.find(Tables.HOSTS, id).filter(Host::isLost);
    if (host.isEmpty()) {
      return;
    }
    List<TaskId> expired = new ArrayList<>();
    for (Task task : state.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, id)) {
      if (!task.isOver() && isExpired(state, host.get(), task, silent)) {
        expired.add(task.id());
      }
    }
    if (!expired.isEmpty()) {
      store.update(Lane.LOOPS, tx -> expire(tx, id, expired, silent, now));
    }
  }

  private boolean isExpired(ReadTx state, Host host, Task task, Duration silent) {
    if (task.order().lease().isEmpty()) {
      return false;
    }
    Duration patience = task.order().lease().get().patience();
    Plan plan = state.find(Tables.PLANS, task.order().plan()).orElseThrow();
    Duration longest =
        terms
            .lease()
            .plus(patience)
            .plus(terms.stopTimes().of(plan, host.facts().defaults()))
            .plus(MARGIN);
    return silent.compareTo(longest) >= 0;
  }

  private static boolean expire(
      WriteTx tx, HostId id, List<TaskId> tasks, Duration silent, Instant now) {
    if (tx.find(Tables.HOSTS, id).filter(Host::isLost).isEmpty()) {
      return false;
    }
    for (TaskId task : tasks) {
      Optional<Task> known = tx.find(Tables.TASKS, task).filter(one -> !one.isOver());
      if (known.isPresent()) {
        TaskEnds.abandon(tx, known.get(), ServiceWords.lost(id), now);
        tell(tx, Subject.of(task), new Happening.Expired(id, silent), now);
      }
    }
    return true;
  }

  // ------------------------------------------------------------------------------ coming and going

  private void returned(ReadTx state, Map<HostId, Duration> quiet, Duration running, Instant now) {
    for (HostId id : away) {
      if (!quiet.containsKey(id)) {
        state
            .find(Tables.HOSTS, id)
            .filter(Host::isConnected)
            .filter(host -> isItsOwnFault(state, host.cluster(), running))
            .ifPresent(host -> store.update(Lane.LOOPS, tx -> cameAndWent(tx, id, now)));
      }
    }
    away = Set.copyOf(quiet.keySet());
  }

  private boolean isItsOwnFault(ReadTx state, ClusterName name, Duration running) {
    Duration crowd = crowds.get(name);
    boolean wasCrowd = crowd != null && running.minus(crowd).compareTo(CROWD_REMEMBERED) <= 0;
    boolean isBraked = state.find(Tables.CLUSTERS, name).flatMap(Cluster::brake).isPresent();
    return !wasCrowd && !isBraked && running.compareTo(Losses.SETTLING) > 0;
  }

  private static boolean cameAndWent(WriteTx tx, HostId id, Instant now) {
    Optional<Host> known = tx.find(Tables.HOSTS, id).filter(Host::isConnected);
    if (known.isEmpty() || known.get().status() == Host.Status.INACTIVE) {
      return false;
    }
    Contact.Unrest unrest = Flapping.returned(known.get().contact().unrest(), now);
    tx.update(Tables.HOSTS, known.get().with(known.get().contact().with(unrest)));
    unrest
        .restUntil()
        .ifPresent(
            until -> tell(tx, Subject.of(id), new Happening.Rests(unrest.returns(), until), now));
    return true;
  }

  private void rested(ReadTx state, Duration running, Instant now) {
    if (running.minus(restsLookedAt).compareTo(RESTS_LOOKED_AT) < 0) {
      return;
    }
    restsLookedAt = running;
    for (Host host : state.rows(Tables.HOSTS)) {
      if (isOver(host, now)) {
        store.update(Lane.LOOPS, tx -> endRest(tx, host.id(), now));
      }
    }
  }

  private static boolean isOver(Host host, Instant now) {
    return host.status() != Host.Status.INACTIVE
        && host.contact().unrest().restUntil().filter(until -> !now.isBefore(until)).isPresent();
  }

  private static boolean endRest(WriteTx tx, HostId id, Instant now) {
    Optional<Host> known = tx.find(Tables.HOSTS, id).filter(host -> isOver(host, now));
    known.ifPresent(host ->
        tx.update(Tables.HOSTS, host.with(host.contact().with(host.contact().unrest().rested()))));
    return known.isPresent();
  }

  private static void tell(WriteTx tx, Subject subject, Happening what, Instant now) {
    new Line(subject, now, what).write(tx);
  }
}
