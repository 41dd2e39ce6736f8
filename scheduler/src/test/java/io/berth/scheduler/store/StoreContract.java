package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store promises its callers; run for the one with a thread and the one without. */
abstract class StoreContract {
  private StateStore store = new InlineStore(new MemoryJournal());

  /** Starts a store on the same journal, as after a restart. */
  protected abstract StateStore restart() throws StorageException;

  protected abstract void end();

  @BeforeEach
  void start() throws StorageException {
    store = restart();
  }

  @AfterEach
  void checkAndEnd() {
    StateInvariants.check(store.snapshot());
    end();
  }

  static LongStream seeds() {
    return Seeds.first(20);
  }

  /**
   * Goal: the store keeps what a plain map would, tells each change once and in order, and is the
   * same after a restart. Method: random transactions, some of which throw; a watcher builds its
   * own copy; restarts at random steps.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void randomTransactionsAgreeWithModelThroughRestarts(long seed) throws StorageException {
    RandomTransactions transactions = new RandomTransactions(seed);
    WatchedCopy copy = new WatchedCopy(store.watch(Set.copyOf(Tables.ALL), 100_000));
    for (int step = 0; step < 60; step++) {
      transactions.step(store);
      transactions.requireSame(store.snapshot());
      copy.requireCaughtUp(store.snapshot());
      if (transactions.flip(5)) {
        copy.close();
        end();
        store = restart();
        transactions.requireSame(store.snapshot());
        copy = new WatchedCopy(store.watch(Set.copyOf(Tables.ALL), 100_000));
      }
    }
    copy.close();
  }

  @Test
  void answerComesWithTheChangePublished() {
    String answer =
        store.update(
            Lane.API,
            tx -> {
              tx.insert(Tables.CLUSTERS, Samples.cluster(1));
              return "done";
            });
    assertEquals("done", answer);
    assertEquals(1, store.snapshot().count(Tables.CLUSTERS));
  }

  @Test
  void epochThatIsBegunHoldsOverARestartAndNeverGoesBack() throws StorageException {
    Version before = store.snapshot().version();
    long next = before.epoch() + 5;
    beginEpoch(next);
    assertEquals(new Version(next, before.number() + 1), store.snapshot().version());
    beginEpoch(next);
    beginEpoch(next - 1);
    assertEquals(new Version(next, before.number() + 1), store.snapshot().version());
    end();
    store = restart();
    assertEquals(new Version(next, before.number() + 1), store.snapshot().version());
    insertCluster();
    assertEquals(new Version(next, before.number() + 2), store.snapshot().version());
  }

  @Test
  void epochOfATransactionThatThrowsDoesNotBegin() {
    Version before = store.snapshot().version();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            store.update(
                Lane.API,
                tx -> {
                  tx.beginEpoch(before.epoch() + 5);
                  throw new IllegalArgumentException("no");
                }));
    insertCluster();
    assertEquals(before.epoch(), store.snapshot().version().epoch());
  }

  private void beginEpoch(long epoch) {
    boolean _ =
        store.update(
            Lane.REPORTS,
            tx -> {
              tx.beginEpoch(epoch);
              return true;
            });
  }

  private void insertCluster() {
    boolean _ =
        store.update(
            Lane.API,
            tx -> {
              tx.insert(Tables.CLUSTERS, Samples.cluster(1));
              return true;
            });
  }

  @Test
  void transactionReadsItsOwnWrites() {
    int seen =
        store.update(
            Lane.API,
            tx -> {
              tx.insert(Tables.TASKS, Samples.task(3));
              List<Object> onHost = new ArrayList<>();
              tx.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, Samples.task(3).host())
                  .forEach(onHost::add);
              return onHost.size();
            });
    assertEquals(1, seen);
  }

  @Test
  void throwingTransactionLeavesNothing() {
    insert(1);
    Version before = store.snapshot().version();
    Transaction<Boolean> broken =
        tx -> {
          tx.insert(Tables.CLUSTERS, Samples.cluster(2));
          tx.update(Tables.CLUSTERS, Samples.cluster(1).deleted());
          tx.remove(Tables.CLUSTERS, Samples.cluster(2).name());
          throw new IllegalArgumentException("on purpose");
        };
    assertThrows(IllegalArgumentException.class, () -> store.update(Lane.API, broken));
    assertEquals(before, store.snapshot().version());
    assertEquals(
        Samples.cluster(1),
        store.snapshot().find(Tables.CLUSTERS, Samples.cluster(1).name()).orElseThrow());
  }

  @Test
  void verbThatContradictsTheTableIsRefused() {
    insert(1);
    assertThrows(IllegalStateException.class, () -> insert(1));
    assertThrows(
        IllegalStateException.class,
        () -> run(tx -> tx.update(Tables.CLUSTERS, Samples.cluster(2))));
    assertThrows(
        IllegalStateException.class,
        () -> run(tx -> tx.remove(Tables.CLUSTERS, Samples.cluster(2).name())));
  }

  @Test
  void endedTransactionIsClosed() {
    List<WriteTx> kept = new ArrayList<>();
    run(kept::add);
    assertThrows(
        IllegalStateException.class,
        () -> kept.getFirst().insert(Tables.CLUSTERS, Samples.cluster(9)));
  }

  @Test
  void readingTransactionMakesNoNewVersion() {
    insert(1);
    Version before = store.snapshot().version();
    int count = store.update(Lane.API, tx -> tx.count(Tables.CLUSTERS));
    assertEquals(1, count);
    assertEquals(before, store.snapshot().version());
  }

  @Test
  void snapshotStaysWhatItWas() {
    insert(1);
    Snapshot then = store.snapshot();
    insert(2);
    run(tx -> tx.remove(Tables.CLUSTERS, Samples.cluster(1).name()));
    assertEquals(1, then.count(Tables.CLUSTERS));
    assertEquals(List.of(Samples.cluster(1)), all(then));
    assertEquals(List.of(Samples.cluster(2)), all(store.snapshot()));
  }

  private static List<Object> all(Snapshot snapshot) {
    List<Object> rows = new ArrayList<>();
    snapshot.rows(Tables.CLUSTERS).forEach(rows::add);
    return rows;
  }

  private void insert(int number) {
    run(tx -> tx.insert(Tables.CLUSTERS, Samples.cluster(number)));
  }

  private void run(Consumer<WriteTx> body) {
    store.update(
        Lane.API,
        tx -> {
          body.accept(tx);
          return true;
        });
  }
}
