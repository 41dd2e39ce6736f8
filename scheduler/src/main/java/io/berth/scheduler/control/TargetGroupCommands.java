package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.model.HealthCheck;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Makes, changes and deletes target groups. Any thread may call. */
public final class TargetGroupCommands {
  /** What a routing table can hold, with room for what goes while others come. */
  private static final int MOST = 3_000;

  private final StateStore store;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** Chance is used on the store's writer alone. */
  public TargetGroupCommands(StateStore store, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /** A target group that shall be. */
  public record NewTargetGroup(
      String name, TargetGroup.Traffic traffic, HealthCheck check, Map<String, String> tags) {}

  /**
   * What shall be different about a health check; what is absent stays.
   *
   * @param port absent: it stays; with an empty one inside: the target's own
   */
  public record CheckChange(
      Optional<OptionalInt> port,
      Optional<String> path,
      Optional<Duration> interval,
      Optional<Duration> timeout,
      OptionalInt healthy,
      OptionalInt unhealthy,
      Optional<String> passes) {}

  /** The same wish again finds the group that it made. */
  public Outcome<TargetGroup> create(NewTargetGroup wish) {
    Instant now = clock.instant();
    return store.update(Lane.API, tx -> create(tx, wish, now));
  }

  public Outcome<TargetGroup> changeCheck(TargetGroupId id, CheckChange change) {
    return store.update(
        Lane.API,
        tx -> {
          Optional<TargetGroup> known = tx.find(Tables.TARGET_GROUPS, id);
          if (known.isEmpty()) {
            return notFound();
          }
          HealthCheck before = known.get().check();
          Duration interval = change.interval().orElse(before.pace().interval());
          Duration timeout = change.timeout().orElse(before.pace().timeout());
          if (timeout.compareTo(interval) >= 0) {
            return Outcome.refused(
                Code.CHECK_CONTRADICTS_ITSELF,
                "Health check timeout '"
                    + timeout.toSeconds()
                    + "' must be smaller than the interval '"
                    + interval.toSeconds()
                    + "'");
          }
          HealthCheck check =
              new HealthCheck(
                  change.port().orElse(before.port()),
                  change.path().orElse(before.path()),
                  new HealthCheck.Pace(interval, timeout),
                  new HealthCheck.Thresholds(
                      change.healthy().orElse(before.thresholds().healthy()),
                      change.unhealthy().orElse(before.thresholds().unhealthy())),
                  change.passes().orElse(before.passes()));
          TargetGroup changed = known.get().with(check);
          tx.update(Tables.TARGET_GROUPS, changed);
          return Outcome.done(changed);
        });
  }

  /** Attributes that are not named stay. */
  public Outcome<TargetGroup> changeAttributes(TargetGroupId id, Map<String, String> attributes) {
    return store.update(
        Lane.API,
        tx -> {
          Optional<TargetGroup> known = tx.find(Tables.TARGET_GROUPS, id);
          if (known.isEmpty()) {
            return notFound();
          }
          Map<String, String> all = new HashMap<>(known.get().attributes());
          all.putAll(attributes);
          TargetGroup changed = known.get().with(all);
          tx.update(Tables.TARGET_GROUPS, changed);
          return Outcome.done(changed);
        });
  }

  /** Its targets go with it. One that is not there is gone. */
  public Outcome<Boolean> delete(TargetGroupId id) {
    Instant now = clock.instant();
    return store.update(
        Lane.API,
        tx -> {
          Optional<TargetGroup> known = tx.find(Tables.TARGET_GROUPS, id);
          if (known.isEmpty()) {
            return Outcome.done(false);
          }
          if (known.get().balancer().isPresent()) {
            return Outcome.refused(
                Code.TARGET_GROUP_IN_USE,
                "Target group '"
                    + known.get().name()
                    + "' is currently in use by a listener or a rule");
          }
          for (Target target : TargetCommands.targets(tx, id)) {
            TargetMoves.end(tx, target, now);
          }
          tx.remove(Tables.TARGET_GROUPS, id);
          return Outcome.done(true);
        });
  }

  private Outcome<TargetGroup> create(WriteTx tx, NewTargetGroup wish, Instant now) {
    Optional<TargetGroup> known = named(tx, wish.name());
    if (known.isPresent()) {
      boolean same =
          known.get().traffic().equals(wish.traffic()) && known.get().check().equals(wish.check());
      return same
          ? Outcome.done(known.get())
          : Outcome.refused(
              Code.TARGET_GROUP_NAME_TAKEN,
              "A target group with the same name '"
                  + wish.name()
                  + "' exists, but with different settings");
    }
    if (tx.count(Tables.TARGET_GROUPS) >= MOST) {
      return Outcome.refused(
          Code.TOO_MANY_TARGET_GROUPS, "There can be at most " + MOST + " target groups.");
    }
    TargetGroup group =
        new TargetGroup(
            new TargetGroupId(random.nextLong()),
            wish.name(),
            wish.traffic(),
            wish.check(),
            Optional.empty(),
            Map.of(),
            now,
            wish.tags());
    tx.insert(Tables.TARGET_GROUPS, group);
    return Outcome.done(group);
  }

  static Optional<TargetGroup> named(ReadTx tx, String name) {
    var found = tx.rowsWith(Tables.TARGET_GROUPS, Tables.TARGET_GROUPS_BY_NAME, name).iterator();
    return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
  }

  static <T> Outcome<T> notFound() {
    return Outcome.refused(Code.TARGET_GROUP_NOT_FOUND, "One or more target groups not found");
  }
}
