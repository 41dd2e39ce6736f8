package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The short list of shared mutable state, each with the threads that meet there: the lanes, the
 * answer of a call, the published snapshot and its watches, and the nodes that snapshots share with
 * the writer.
 */
@Timeout(120)
class InterleavingTest {
  private static final int ROUNDS = 1_500;
  private static final int EACH = 8;

  /**
   * The method itself: two threads that add to a plain number do lose additions, and that is
   * noticed.
   */
  @Test
  void explorationFindsLostUpdate() {
    assertThrows(
        AssertionError.class,
        () ->
            Interleaving.explore(
                20_000,
                () -> {
                  int[] plain = {0};
                  Callable<?> adder =
                      () -> {
                        for (int added = 0; added < 50; added++) {
                          plain[0]++;
                        }
                        return plain;
                      };
                  return new Interleaving.Round(
                      List.of(adder, adder), () -> assertEquals(100, plain[0]));
                }));
  }

  /**
   * Every call that a lane took is met exactly once, by the writer or by the clearing up after it.
   */
  @Test
  void acceptedCallIsTakenExactlyOnceThoughTheLanesClose() throws Exception {
    Interleaving.explore(
        ROUNDS / 5,
        () -> {
          Lanes lanes = new Lanes(StoreLimits.standard());
          List<Call<?>> taken = new ArrayList<>();
          AtomicInteger accepted = new AtomicInteger();
          List<Callable<?>> actors = new ArrayList<>();
          for (Lane lane : Lane.values()) {
            actors.add(() -> addUntilClosed(lanes, lane, accepted));
          }
          actors.add(() -> {
            while (lanes.awaitWork()) {
              Optional.ofNullable(lanes.poll()).ifPresent(taken::add);
            }
            return taken;
          });
          actors.add(() -> {
            lanes.close(new StoreClosedException("closed", null));
            return lanes;
          });
          return new Interleaving.Round(
              actors,
              () -> {
                taken.addAll(lanes.drain());
                assertEquals(accepted.get(), taken.size());
                assertEquals(taken.size(), new HashSet<>(taken).size());
              });
        });
  }

  /**
   * A caller that got an answer finds its change, one that was refused does not, whenever the store
   * is closed.
   */
  @Test
  void answeredCallsAreThereAndRefusedOnesAreNot() throws Exception {
    Interleaving.explore(
        ROUNDS / 3,
        () -> {
          ThreadedStore store =
              new ThreadedStore(
                  new MemoryJournal(), StoreLimits.standard(), System::nanoTime, _ -> {});
          store.start();
          AtomicInteger answered = new AtomicInteger();
          Callable<?> closer =
              () -> {
                store.close();
                return store;
              };
          return new Interleaving.Round(
              List.of(
                  () -> insertSome(store, 0, answered),
                  () -> insertSome(store, 100, answered),
                  closer),
              () -> assertEquals(answered.get(), store.snapshot().count(Tables.CLUSTERS)));
        });
  }

  /** A watch that begins among publications misses none and hears none twice. */
  @Test
  void watchBegunAmongPublicationsHearsEachOnce() throws Exception {
    Interleaving.explore(
        ROUNDS,
        () -> {
          InlineStore store = new InlineStore(new MemoryJournal());
          store.start();
          List<WatchedCopy> copies = new ArrayList<>();
          Callable<?> watcher =
              () -> {
                WatchedCopy copy = new WatchedCopy(store.watch(Set.copyOf(Tables.ALL), 1_000));
                copies.add(copy);
                return copy;
              };
          return new Interleaving.Round(
              List.of(() -> insertSome(store, 0, new AtomicInteger()), watcher),
              () -> copies.forEach(copy -> copy.requireCaughtUp(store.snapshot())));
        });
  }

  /**
   * A reader beside the writer hears a prefix in order, then, if it was too slow or closed, the
   * end.
   */
  @Test
  void readerHearsPrefixInOrderThenTheEnd() throws Exception {
    Interleaving.explore(
        ROUNDS,
        () -> {
          InlineStore store = new InlineStore(new MemoryJournal());
          store.start();
          Watch watch = store.watch(Set.of(Tables.CLUSTERS), 3);
          List<Long> heard = new ArrayList<>();
          List<WatchEvent.Reason> ends = new ArrayList<>();
          Callable<?> reader =
              () -> {
                while (ends.isEmpty()) {
                  switch (watch.next()) {
                    case WatchEvent.Changed(var commit) -> heard.add(commit.version().number());
                    case WatchEvent.Ended(var reason) -> ends.add(reason);
                  }
                }
                return heard;
              };
          Callable<?> writer =
              () -> {
                insertSome(store, 0, new AtomicInteger());
                watch.close();
                return store;
              };
          return new Interleaving.Round(
              List.of(reader, writer), () -> requirePrefix(heard, ends.getFirst()));
        });
  }

  /**
   * Goal: what is published never changes. Method: readers check whole snapshots while the writer
   * goes on.
   */
  @Test
  void snapshotIsWholeWhileTheWriterGoesOn() throws Exception {
    Interleaving.explore(
        ROUNDS / 10,
        () -> {
          InlineStore store = new InlineStore(new MemoryJournal());
          store.start();
          RandomTransactions transactions = new RandomTransactions(7);
          Callable<?> writer =
              () -> {
                for (int step = 0; step < 30; step++) {
                  transactions.step(store);
                }
                return store;
              };
          Callable<?> reader =
              () -> {
                Version newest = store.snapshot().version();
                for (int read = 0; read < 30; read++) {
                  Snapshot snapshot = store.snapshot();
                  StateInvariants.check(snapshot);
                  assertTrue(newest.compareTo(snapshot.version()) <= 0);
                  newest = snapshot.version();
                }
                return newest;
              };
          return new Interleaving.Round(
              List.of(writer, reader), () -> transactions.requireSame(store.snapshot()));
        });
  }

  private static void requirePrefix(List<Long> heard, WatchEvent.Reason end) {
    for (int at = 0; at < heard.size(); at++) {
      assertEquals(at + 1, heard.get(at));
    }
    boolean wasSlow = end == WatchEvent.Reason.TOO_SLOW;
    assertTrue(heard.size() < EACH || !wasSlow, "cut off though it had heard everything");
  }

  private static Object addUntilClosed(Lanes lanes, Lane lane, AtomicInteger accepted) {
    try {
      for (int added = 0; added < EACH; added++) {
        lanes.add(lane, new Call<>(_ -> true));
        accepted.incrementAndGet();
      }
    } catch (StoreClosedException _) {
      // From here on every other one would be refused too.
    }
    return lanes;
  }

  private static Object insertSome(StateStore store, int first, AtomicInteger answered) {
    try {
      for (int number = first; number < first + EACH; number++) {
        int one = number;
        store.update(
            Lane.API,
            tx -> {
              tx.insert(Tables.CLUSTERS, Samples.cluster(one));
              return true;
            });
        answered.incrementAndGet();
      }
    } catch (StoreClosedException _) {
      // From here on every other one would be refused too.
    }
    return store;
  }
}
