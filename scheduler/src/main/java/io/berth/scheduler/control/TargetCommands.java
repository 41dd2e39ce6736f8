package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Registers and deregisters targets by hand. Any thread may call. */
public final class TargetCommands {
  /** What the message about a group can hold. */
  static final int MOST = 1_000;

  private final StateStore store;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** Chance is used on the store's writer alone. */
  public TargetCommands(StateStore store, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /**
   * A target as a user names it.
   *
   * @param id a host's id or an address, as the group says
   * @param port absent: the group's
   */
  public record Named(String id, OptionalInt port) {}

  /** All of them or none; what is registered stays, and what drains is wanted again. */
  public Outcome<Boolean> register(TargetGroupId id, List<Named> named) {
    Instant now = clock.instant();
    return store.update(
        Lane.API,
        tx -> {
          Optional<TargetGroup> group = tx.find(Tables.TARGET_GROUPS, id);
          if (group.isEmpty()) {
            return TargetGroupCommands.notFound();
          }
          List<Target> fresh = new ArrayList<>();
          List<Target> again = new ArrayList<>();
          for (Named one : named) {
            List<Target> known = found(tx, group.get(), one);
            if (known.stream().anyMatch(Target::isActive)) {
              continue;
            }
            Optional<Target> draining =
                known.stream().filter(target -> mayReturn(tx, target)).findFirst();
            if (draining.isPresent()) {
              again.add(draining.get());
              continue;
            }
            Optional<Target.Address> address = address(tx, group.get(), one);
            if (address.isEmpty()) {
              return Outcome.refused(
                  Code.TARGET_INVALID, "The following targets are not valid: '" + one.id() + "'");
            }
            fresh.add(byHand(group.get(), one.id(), address.get(), now));
          }
          if (targets(tx, id).size() + fresh.size() > MOST) {
            return tooMany();
          }
          again.forEach(target -> TargetMoves.revive(tx, target, now));
          fresh.forEach(target -> tx.insert(Tables.TARGETS, target));
          return Outcome.done(true);
        });
  }

  /** What is not registered is no mistake. */
  public Outcome<Boolean> deregister(TargetGroupId id, List<Named> named) {
    Instant now = clock.instant();
    return store.update(
        Lane.API,
        tx -> {
          Optional<TargetGroup> group = tx.find(Tables.TARGET_GROUPS, id);
          if (group.isEmpty()) {
            return TargetGroupCommands.notFound();
          }
          for (Named one : named) {
            found(tx, group.get(), one).forEach(target -> deregister(tx, group.get(), target, now));
          }
          return Outcome.done(true);
        });
  }

  /** The targets of a group, those that are gone among them. */
  public static List<Target> targets(ReadTx tx, TargetGroupId group) {
    List<Target> targets = new ArrayList<>();
    tx.rowsWith(Tables.TARGETS, Tables.TARGETS_BY_GROUP, group).forEach(targets::add);
    return targets;
  }

  static <T> Outcome<T> tooMany() {
    return Outcome.refused(
        Code.TOO_MANY_TARGETS, "A target group can have at most " + MOST + " targets.");
  }

  /** Nobody sends requests to a group without a balancer, so there is nothing to wait for. */
  private static void deregister(WriteTx tx, TargetGroup group, Target target, Instant now) {
    if (group.balancer().isEmpty()) {
      TargetMoves.end(tx, target, now);
    } else {
      TargetMoves.drain(tx, target, now);
    }
  }

  private static List<Target> found(ReadTx tx, TargetGroup group, Named named) {
    int port = named.port().orElse(group.traffic().port());
    return targets(tx, group.id()).stream()
        .filter(Target::isRouted)
        .filter(target -> target.shownAs().equals(named.id()) && target.address().port() == port)
        .toList();
  }

  /** The target of a task that is to stop goes on going. */
  private static boolean mayReturn(ReadTx tx, Target target) {
    return target
        .task()
        .map(task -> tx.find(Tables.TASKS, task).filter(Task::isWanted).isPresent())
        .orElse(true);
  }

  private static Optional<Target.Address> address(ReadTx tx, TargetGroup group, Named named) {
    int port = named.port().orElse(group.traffic().port());
    return switch (group.traffic().kind()) {
      case IP -> Optional.of(new Target.Address(named.id(), port));
      case INSTANCE -> host(tx, named.id()).map(host -> new Target.Address(host, port));
    };
  }

  private static Optional<String> host(ReadTx tx, String id) {
    try {
      return tx.find(Tables.HOSTS, HostId.parse(id))
          .filter(host -> host.status() != Host.Status.INACTIVE)
          .flatMap(host -> host.facts().addresses().stream().findFirst());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Target byHand(TargetGroup group, String id, Target.Address address, Instant now) {
    return new Target(
        new TargetId(random.nextLong(), random.nextLong()),
        group.id(),
        new Target.Origin.ByHand(),
        id,
        address,
        new Target.State.Active(),
        TargetHealth.unjudged(now),
        now);
  }
}
