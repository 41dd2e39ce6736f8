package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes, changes and deletes balancers. Any thread may call. */
public final class BalancerCommands {
  /** What a routing table can hold. */
  private static final int MOST = 1_000;

  private final StateStore store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final String domain;

  /**
   * Chance is used on the store's writer alone.
   *
   * @param domain what the names of balancers end in, such as {@code elb.localhost}
   */
  public BalancerCommands(
      StateStore store, InstantSource clock, RandomGenerator random, String domain) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.domain = domain;
  }

  /** A balancer that shall be. */
  public record NewBalancer(
      String name, Balancer.Kind kind, Balancer.Site site, Map<String, String> tags) {}

  /** The same wish again finds the balancer that it made. */
  public Outcome<Balancer> create(NewBalancer wish) {
    Instant now = clock.instant();
    return store.update(Lane.API, tx -> create(tx, wish, now));
  }

  /** Attributes that are not named stay. */
  public Outcome<Balancer> changeAttributes(BalancerId id, Map<String, String> attributes) {
    return store.update(
        Lane.API,
        tx -> {
          Optional<Balancer> known = tx.find(Tables.BALANCERS, id);
          if (known.isEmpty()) {
            return notFound();
          }
          Map<String, String> all = new HashMap<>(known.get().attributes());
          all.putAll(attributes);
          Balancer changed = known.get().with(all);
          tx.update(Tables.BALANCERS, changed);
          return Outcome.done(changed);
        });
  }

  /** Its listeners and rules go with it; its target groups stay. One that is not there is gone. */
  public Outcome<Boolean> delete(BalancerId id) {
    return store.update(
        Lane.API,
        tx -> {
          Optional<Balancer> known = tx.find(Tables.BALANCERS, id);
          if (known.isEmpty()) {
            return Outcome.done(false);
          }
          if (known.get().isProtected()) {
            return Outcome.refused(
                Code.BALANCER_PROTECTED,
                "Load balancer '"
                    + known.get().name()
                    + "' cannot be deleted because deletion protection is enabled");
          }
          for (Listener listener : listeners(tx, id)) {
            ListenerCommands.remove(tx, listener);
          }
          GroupUses.settle(tx, id);
          tx.remove(Tables.BALANCERS, id);
          return Outcome.done(true);
        });
  }

  private Outcome<Balancer> create(WriteTx tx, NewBalancer wish, Instant now) {
    Optional<Balancer> known = named(tx, wish.name());
    if (known.isPresent()) {
      boolean same = known.get().kind() == wish.kind() && known.get().site().equals(wish.site());
      return same
          ? Outcome.done(known.get())
          : Outcome.refused(
              Code.BALANCER_NAME_TAKEN,
              "A load balancer with the same name '"
                  + wish.name()
                  + "' exists, but with different settings");
    }
    if (tx.count(Tables.BALANCERS) >= MOST) {
      return Outcome.refused(
          Code.TOO_MANY_BALANCERS, "There can be at most " + MOST + " load balancers.");
    }
    BalancerId id = new BalancerId(random.nextLong());
    Balancer balancer =
        new Balancer(
            id,
            wish.name(),
            wish.kind(),
            nextOrder(tx),
            dnsName(wish, id),
            wish.site(),
            Map.of(),
            now,
            wish.tags());
    tx.insert(Tables.BALANCERS, balancer);
    return Outcome.done(balancer);
  }

  private static long nextOrder(ReadTx tx) {
    long last = 0;
    for (Balancer balancer : tx.rows(Tables.BALANCERS)) {
      last = Math.max(last, balancer.order());
    }
    return last + 1;
  }

  /** The number keeps a name that is used again from leading old clients to the new balancer. */
  private String dnsName(NewBalancer wish, BalancerId id) {
    String start =
        switch (wish.site().scheme()) {
          case INTERNET_FACING -> "";
          case INTERNAL -> "internal-";
        };
    return (start + wish.name() + "-" + (id.bits() >>> Integer.SIZE) + "." + domain)
        .toLowerCase(Locale.ROOT);
  }

  static Optional<Balancer> named(ReadTx tx, String name) {
    var found = tx.rowsWith(Tables.BALANCERS, Tables.BALANCERS_BY_NAME, name).iterator();
    return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
  }

  static List<Listener> listeners(ReadTx tx, BalancerId balancer) {
    List<Listener> listeners = new ArrayList<>();
    tx.rowsWith(Tables.LISTENERS, Tables.LISTENERS_BY_BALANCER, balancer).forEach(listeners::add);
    return listeners;
  }

  static <T> Outcome<T> notFound() {
    return Outcome.refused(Code.BALANCER_NOT_FOUND, "One or more load balancers not found");
  }
}
