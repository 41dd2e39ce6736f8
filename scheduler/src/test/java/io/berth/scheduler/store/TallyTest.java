package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostLoad;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskCounts;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.Wish;
import org.junit.jupiter.api.Test;

/** Tallies follow the rows: through changes, refused transactions and older snapshots. */
class TallyTest {
  private static final ClusterName CLUSTER = new ClusterName("default");
  private static final HostId HOST = new HostId(0, 1);
  private static final StopCause CAUSE = new StopCause(StopCause.Code.USER_INITIATED, "enough");

  private final InlineStore store = new InlineStore(new MemoryJournal());

  @Test
  void loadOfHostIsWhatItsTasksTakeUntilTheyAreOver() {
    insert(Samples.task(1));
    insert(Samples.task(4));
    assertEquals(new Resources(256, 128, 2, 0), load().taken());
    assertEquals(new TaskCounts(0, 2, 2), load().tasks());

    update(Samples.task(1).wanted(new Wish.Stop(CAUSE, Samples.NOON)));
    assertEquals(new Resources(256, 128, 2, 0), load().taken());
    assertEquals(new TaskCounts(0, 1, 2), load().tasks());

    update(Samples.task(1).wanted(new Wish.Abandoned(CAUSE, Samples.NOON)));
    assertEquals(new Resources(128, 64, 1, 0), load().taken());
    assertEquals(new TaskCounts(0, 1, 1), load().tasks());
  }

  @Test
  void sumOfNothingIsZeroAgain() {
    insert(Samples.task(1));
    store.update(
        Lane.API,
        tx -> {
          tx.remove(Tables.TASKS, new TaskId(0, 1));
          return tx;
        });
    assertEquals(HostLoad.NONE, load());
    assertEquals(TaskCounts.NONE, counts(store.snapshot()));
  }

  @Test
  void refusedTransactionLeavesNoTraceInTheSums() {
    insert(Samples.task(1));
    assertThrows(
        UnsupportedOperationException.class,
        () ->
            store.update(
                Lane.API,
                tx -> {
                  tx.insert(Tables.TASKS, Samples.task(2));
                  assertEquals(2, counts(tx).alive());
                  throw new UnsupportedOperationException();
                }));
    assertEquals(1, counts(store.snapshot()).alive());
  }

  @Test
  void snapshotKeepsTheSumsOfItsMoment() {
    insert(Samples.task(1));
    Snapshot before = store.snapshot();
    insert(Samples.task(2));
    assertEquals(1, counts(before).alive());
    assertEquals(2, counts(store.snapshot()).alive());
  }

  @Test
  void taskIsInTheOrderOfEndsOnlyOnceItIsOver() {
    insert(Samples.task(1));
    insert(Samples.task(2));
    update(Samples.task(2).wanted(new Wish.Abandoned(CAUSE, Samples.NOON)));
    for (Task ended : store.snapshot().rowsBy(Tables.TASKS, Tables.TASKS_BY_END)) {
      assertEquals(new TaskId(0, 2), ended.id());
    }
    StateInvariants.check(store.snapshot());
  }

  private HostLoad load() {
    return store.snapshot().sum(Tables.TASKS, Tables.LOAD_OF_HOST, HOST);
  }

  private static TaskCounts counts(ReadTx state) {
    return state.sum(Tables.TASKS, Tables.TASKS_OF_CLUSTER, CLUSTER);
  }

  private void insert(Task task) {
    store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.TASKS, task);
          return task;
        });
  }

  private void update(Task task) {
    store.update(
        Lane.API,
        tx -> {
          tx.update(Tables.TASKS, task);
          return task;
        });
  }
}
