package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.model.Action;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Makes, changes and deletes the listeners of balancers. Any thread may call. */
public final class ListenerCommands {
  private static final int MOST = 50;

  private final StateStore store;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** Chance is used on the store's writer alone. */
  public ListenerCommands(StateStore store, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /** A listener that shall be. */
  public record NewListener(
      BalancerId balancer,
      int port,
      Listener.Protocol protocol,
      Action defaultAction,
      Map<String, String> tags) {}

  /** The same wish again finds the listener that it made. */
  public Outcome<Listener> create(NewListener wish) {
    Instant now = clock.instant();
    return store.update(Lane.API, tx -> create(tx, wish, now));
  }

  /** What is absent stays. */
  public Outcome<Listener> modify(ListenerId id, OptionalInt port, Optional<Action> action) {
    return store.update(
        Lane.API,
        tx -> {
          Optional<Listener> known = tx.find(Tables.LISTENERS, id);
          if (known.isEmpty()) {
            return notFound();
          }
          Listener changed =
              known
                  .get()
                  .with(
                      port.orElse(known.get().port()), action.orElse(known.get().defaultAction()));
          Optional<Listener> other = onPort(tx, changed.balancer(), changed.port());
          if (other.isPresent() && !other.get().id().equals(id)) {
            return portTaken(tx, changed.balancer());
          }
          Optional<Refusal> objection =
              GroupUses.objection(tx, changed.balancer(), changed.defaultAction());
          if (objection.isPresent()) {
            return new Outcome.Refused<>(objection.get());
          }
          tx.update(Tables.LISTENERS, changed);
          GroupUses.settle(tx, changed.balancer());
          return Outcome.done(changed);
        });
  }

  /** Its rules go with it. */
  public Outcome<Listener> delete(ListenerId id) {
    return store.update(
        Lane.API,
        tx -> {
          Optional<Listener> known = tx.find(Tables.LISTENERS, id);
          if (known.isEmpty()) {
            return notFound();
          }
          remove(tx, known.get());
          GroupUses.settle(tx, known.get().balancer());
          return Outcome.done(known.get());
        });
  }

  /** Takes out a listener with its rules; the groups are settled by the caller. */
  static void remove(WriteTx tx, Listener listener) {
    for (Rule rule : RuleCommands.rules(tx, listener.id())) {
      tx.remove(Tables.RULES, rule.id());
    }
    tx.remove(Tables.LISTENERS, listener.id());
  }

  private Outcome<Listener> create(WriteTx tx, NewListener wish, Instant now) {
    BalancerId balancer = wish.balancer();
    if (tx.find(Tables.BALANCERS, balancer).isEmpty()) {
      return BalancerCommands.notFound();
    }
    Optional<Listener> known = onPort(tx, balancer, wish.port());
    if (known.isPresent()) {
      boolean same =
          known.get().protocol() == wish.protocol()
              && known.get().defaultAction().equals(wish.defaultAction());
      return same ? Outcome.done(known.get()) : portTaken(tx, balancer);
    }
    Optional<Refusal> objection = GroupUses.objection(tx, balancer, wish.defaultAction());
    if (objection.isPresent()) {
      return new Outcome.Refused<>(objection.get());
    }
    List<Listener> all = BalancerCommands.listeners(tx, balancer);
    if (all.size() >= MOST) {
      return Outcome.refused(
          Code.TOO_MANY_LISTENERS, "A load balancer can have at most " + MOST + " listeners.");
    }
    Listener listener =
        new Listener(
            new ListenerId(random.nextLong()),
            balancer,
            wish.port(),
            wish.protocol(),
            new RuleId(random.nextLong()),
            wish.defaultAction(),
            now,
            wish.tags());
    tx.insert(Tables.LISTENERS, listener);
    GroupUses.settle(tx, balancer);
    return Outcome.done(listener);
  }

  private static Optional<Listener> onPort(ReadTx tx, BalancerId balancer, int port) {
    return BalancerCommands.listeners(tx, balancer).stream()
        .filter(listener -> listener.port() == port)
        .findFirst();
  }

  private static <T> Outcome<T> portTaken(ReadTx tx, BalancerId balancer) {
    String name = tx.find(Tables.BALANCERS, balancer).map(Balancer::name).orElseThrow();
    return Outcome.refused(
        Code.LISTENER_PORT_TAKEN,
        "A listener already exists on this port for this load balancer '" + name + "'");
  }

  static <T> Outcome<T> notFound() {
    return Outcome.refused(Code.LISTENER_NOT_FOUND, "One or more listeners not found");
  }
}
