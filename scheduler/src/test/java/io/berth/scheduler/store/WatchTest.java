package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a watcher hears, and when it is cut off. */
class WatchTest {
  private static final WatchEvent TOO_SLOW = new WatchEvent.Ended(WatchEvent.Reason.TOO_SLOW);

  private final InlineStore store = new InlineStore(new MemoryJournal());

  @BeforeEach
  void start() throws StorageException {
    store.start();
  }

  @Test
  void startsWithTheStateBeforeTheFirstChange() {
    insertCluster(1);
    Watch watch = store.watch(Set.of(Tables.CLUSTERS), 10);
    insertCluster(2);
    assertEquals(1, watch.start().count(Tables.CLUSTERS));
    assertEquals(List.of(Samples.cluster(2).name()), keys(watch));
    assertEquals(Optional.empty(), watch.poll());
  }

  @Test
  void hearsOnlyOfItsTables() {
    Watch watch = store.watch(Set.of(Tables.TASKS), 10);
    insertCluster(1);
    assertEquals(Optional.empty(), watch.poll());
    store.update(
        Lane.LOOPS,
        tx -> {
          tx.insert(Tables.CLUSTERS, Samples.cluster(2));
          tx.insert(Tables.TASKS, Samples.task(1));
          return true;
        });
    assertEquals(List.of(Samples.task(1).id()), keys(watch));
  }

  @Test
  void waitsNoLongerThanItIsToldAndNotAtAllForNewsThatAreThere() throws InterruptedException {
    Watch watch = store.watch(Set.of(Tables.CLUSTERS), 10);
    assertEquals(Optional.empty(), watch.next(Duration.ofMillis(1)));
    assertEquals(Optional.empty(), watch.next(Duration.ofSeconds(-1)));
    insertCluster(1);
    assertTrue(watch.next(Duration.ofDays(1)).isPresent());
    watch.close();
    assertEquals(
        Optional.of(new WatchEvent.Ended(WatchEvent.Reason.CLOSED)),
        watch.next(Duration.ofDays(1)));
  }

  @Test
  void slowWatcherIsCutOffAndSaysSoForEver() {
    Watch watch = store.watch(Set.of(Tables.CLUSTERS), 2);
    Watch patient = store.watch(Set.of(Tables.CLUSTERS), 3);
    insertCluster(1);
    insertCluster(2);
    insertCluster(3);
    assertEquals(Optional.of(TOO_SLOW), watch.poll());
    insertCluster(4);
    assertEquals(Optional.of(TOO_SLOW), watch.poll());
    assertTrue(patient.poll().isPresent(), "one slow watcher costs the others nothing");
  }

  @Test
  void watcherThatReadsIsNotCutOff() {
    Watch watch = store.watch(Set.of(Tables.CLUSTERS), 1);
    for (int number = 0; number < 50; number++) {
      insertCluster(number);
      assertEquals(List.of(Samples.cluster(number).name()), keys(watch));
    }
  }

  @Test
  void closedWatchHearsNothingMore() {
    Watch watch = store.watch(Set.of(Tables.CLUSTERS), 10);
    watch.close();
    insertCluster(1);
    assertEquals(Optional.of(new WatchEvent.Ended(WatchEvent.Reason.CLOSED)), watch.poll());
  }

  @Test
  void failedTransactionIsNotTold() {
    Watch watch = store.watch(Set.of(Tables.CLUSTERS), 10);
    Transaction<Boolean> broken =
        tx -> {
          tx.insert(Tables.CLUSTERS, Samples.cluster(1));
          throw new IllegalArgumentException("on purpose");
        };
    assertThrows(IllegalArgumentException.class, () -> store.update(Lane.API, broken));
    assertFalse(watch.poll().isPresent());
  }

  private static List<Object> keys(Watch watch) {
    List<Object> keys = new ArrayList<>();
    switch (watch.poll().orElseThrow()) {
      case WatchEvent.Changed(var commit) ->
          commit.changes().forEach(change -> keys.add(change.key()));
      case WatchEvent.Ended(var reason) -> keys.add(reason);
    }
    return keys;
  }

  private void insertCluster(int number) {
    store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.CLUSTERS, Samples.cluster(number));
          return true;
        });
  }
}
