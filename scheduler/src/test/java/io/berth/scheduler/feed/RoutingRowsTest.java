package io.berth.scheduler.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.BalancerSamples;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Watch;
import io.berth.scheduler.store.WatchEvent;
import io.berth.scheduler.store.WriteTx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables made of rows that are followed, held against tables made of a whole state. */
final class RoutingRowsTest {
  private static final int STEPS = 60;

  private final InlineStore store = new InlineStore(new MemoryJournal());

  RoutingRowsTest() throws StorageException {
    store.start();
  }

  static LongStream seeds() {
    return Seeds.first(100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tableIsTheSameHoweverItCameAbout(long seed) {
    RandomGenerator random = Seeds.random(seed);
    Watch watch = store.watch(RoutingRows.TABLES, 10_000);
    RoutingRows rows = new RoutingRows(watch.start());
    RoutingTable told = rows.newest();
    for (int step = 0; step < STEPS; step++) {
      boolean _ =
          store.update(
              Lane.API,
              tx -> {
                for (int change = random.nextInt(3); change >= 0; change--) {
                  change(tx, random);
                }
                return true;
              });
      for (var event = watch.poll(); event.isPresent(); event = watch.poll()) {
        if (event.get() instanceof WatchEvent.Changed(var commit)) {
          rows.apply(commit);
        }
      }
      RoutingTable newest = rows.newest();
      RoutingTable whole = new RoutingRows(store.snapshot()).newest();
      assertEquals(whole.hash(), newest.hash(), "seed " + seed);
      assertEquals(whole.hash(), told.with(newest.since(told), 0).hash(), "seed " + seed);
      if (random.nextInt(4) == 0) {
        told = newest;
      }
    }
    watch.close();
  }

  @Test
  void numberMovesOnThoughTheContentIsTheSameAgain() {
    put(group());
    RoutingRows rows = new RoutingRows(store.snapshot());
    RoutingTable before = rows.newest();
    Watch watch = store.watch(RoutingRows.TABLES, 10);
    Target target = target();
    put(target);
    boolean _ =
        store.update(
            Lane.API,
            tx -> {
              tx.remove(Tables.TARGETS, target.id());
              return true;
            });
    for (var event = watch.poll(); event.isPresent(); event = watch.poll()) {
      if (event.get() instanceof WatchEvent.Changed(var commit)) {
        rows.apply(commit);
      }
    }
    assertEquals(before.hash(), rows.newest().hash());
    assertTrue(rows.newest().number() > before.number());
    assertTrue(rows.newest().since(before).isEmpty());
    watch.close();
  }

  @Test
  void stateOfATargetIsPartOfTheHashAndItsHealthIsNot() {
    put(group());
    Target target = target();
    RoutingItem active = RoutingWire.of(group(), List.of(target));
    RoutingItem draining =
        RoutingWire.of(
            group(),
            List.of(
                target.in(
                    new Target.State.Draining(target.registeredAt(), target.registeredAt()))));
    RoutingItem gone =
        RoutingWire.of(group(), List.of(target.in(new Target.State.Gone(target.registeredAt()))));
    assertNotEquals(active.hash(), draining.hash());
    assertEquals(RoutingWire.of(group(), List.of()).hash(), gone.hash());
    assertEquals(
        active.hash(),
        RoutingWire.of(
                group(),
                List.of(
                    target.seen(
                        new TargetHealth(
                            TargetHealth.Verdict.HEALTHY,
                            TargetHealth.Reason.NONE,
                            OptionalInt.empty(),
                            target.registeredAt()))))
            .hash());
  }

  private static TargetGroup group() {
    return BalancerSamples.targetGroup(1).usedBy(Optional.of(new BalancerId(1)));
  }

  private static Target target() {
    return BalancerSamples.target(1, new TargetGroupId(1), new TaskId(0, 1));
  }

  private void put(TargetGroup group) {
    boolean _ =
        store.update(
            Lane.API,
            tx -> {
              tx.insert(Tables.TARGET_GROUPS, group);
              return true;
            });
  }

  private void put(Target target) {
    boolean _ =
        store.update(
            Lane.API,
            tx -> {
              tx.insert(Tables.TARGETS, target);
              return true;
            });
  }

  private static void change(WriteTx tx, RandomGenerator random) {
    int number = random.nextInt(5);
    switch (random.nextInt(5)) {
      case 0 -> change(tx, Tables.BALANCERS, balancer(number, random), random);
      case 1 -> change(tx, Tables.LISTENERS, listener(number, random), random);
      case 2 -> change(tx, Tables.RULES, rule(number, random), random);
      case 3 ->
          change(tx, Tables.TARGET_GROUPS, BalancerSamples.anyTargetGroup(number, random), random);
      default -> change(tx, Tables.TARGETS, target(number, random), random);
    }
  }

  private static <K extends Comparable<? super K>, E> void change(
      WriteTx tx, Table<K, E> table, E row, RandomGenerator random) {
    K key = table.keyOf(row);
    if (tx.find(table, key).isEmpty()) {
      tx.insert(table, row);
    } else if (random.nextInt(3) == 0) {
      tx.remove(table, key);
    } else {
      tx.update(table, row);
    }
  }

  private static Balancer balancer(int number, RandomGenerator random) {
    return BalancerSamples.anyBalancer(number, random);
  }

  private static Listener listener(int number, RandomGenerator random) {
    return BalancerSamples.anyListener(number, random);
  }

  /** A rule never changes its listener. */
  private static Rule rule(int number, RandomGenerator random) {
    Rule any = BalancerSamples.anyRule(number, random);
    return new Rule(
        any.id(),
        new ListenerId(~(long) (number % 2)),
        any.priority(),
        any.conditions(),
        any.action(),
        any.createdAt(),
        Map.of());
  }

  /** A target never changes its group. */
  private static Target target(int number, RandomGenerator random) {
    Target any = BalancerSamples.anyTarget(number, random);
    return new Target(
        any.id(),
        new TargetGroupId(~(long) (number % 2)),
        any.origin(),
        any.shownAs(),
        any.address(),
        any.state(),
        any.health(),
        any.registeredAt());
  }
}
