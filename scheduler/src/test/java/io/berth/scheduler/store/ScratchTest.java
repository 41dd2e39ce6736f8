package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.berth.scheduler.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a scratch is a state like any other, and nobody outside ever sees anything of it. Method:
 * random transactions on both, and all rows compared with how they were.
 */
class ScratchTest {
  private static final Mirror.Kind<Ids> IDS = new Mirror.Kind<>(Ids::new, List.of(Tables.TASKS));
  private static final int STEPS = 40;

  private final MemoryJournal journal = new MemoryJournal();
  private final InlineStore store = new InlineStore(journal);

  @BeforeEach
  void start() throws StorageException {
    store.start();
  }

  static LongStream seeds() {
    return Seeds.first(60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itGoesOnFromTheSnapshotAndLeavesItAsItWas(long seed) {
    RandomTransactions caller = new RandomTransactions(seed);
    steps(caller, store);
    Snapshot snapshot = store.snapshot();
    List<Object> before = rows(snapshot);

    Scratch scratch = snapshot.scratch();
    caller.requireSame(scratch.rows());
    steps(caller, scratch);

    caller.requireSame(scratch.rows());
    assertEquals(before, rows(snapshot));
    assertEquals(before, rows(store.snapshot()));
    assertEquals(snapshot.version(), store.snapshot().version());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatHappensToTheStateIsNotSeenInIt(long seed) {
    RandomTransactions caller = new RandomTransactions(seed);
    steps(caller, store);
    Scratch scratch = store.snapshot().scratch();
    List<Object> before = rows(scratch.rows());

    steps(caller, store);

    assertEquals(before, rows(scratch.rows()));
    StateInvariants.check(scratch.rows());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsTriedIsTakenBackWithAllThatFollowsFromIt(long seed) {
    RandomTransactions caller = new RandomTransactions(seed);
    steps(caller, store);
    Scratch scratch = store.snapshot().scratch();
    steps(caller, scratch);
    List<Object> before = rows(scratch.rows());
    int changes = scratch.changeCount();
    assertEquals(ids(scratch.rows()), shown(scratch));

    Set<String> tried =
        scratch.undone(() -> {
          steps(caller, scratch);
          assertEquals(ids(scratch.rows()), shown(scratch));
          return shown(scratch);
        });

    assertEquals(before, rows(scratch.rows()));
    assertEquals(ids(scratch.rows()), shown(scratch), () -> "tried: " + tried);
    assertEquals(changes, scratch.changeCount());
    StateInvariants.check(scratch.rows());
  }

  @Test
  void aTrialThatFailsIsTakenBack() {
    Scratch scratch = store.snapshot().scratch();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            scratch.undone(() -> {
              insert(scratch, Samples.task(1));
              throw new IllegalArgumentException("of the trial");
            }));

    assertEquals(List.of(), rows(scratch.rows()));
  }

  @Test
  void changesAreTold() {
    Scratch scratch = store.snapshot().scratch();
    Task one = Samples.task(1);
    Task two = Samples.task(2);
    insert(scratch, one);
    int first = scratch.changeCount();
    insert(scratch, two);

    assertEquals(
        List.of(new Change<>(Tables.TASKS, two.id(), Optional.empty(), Optional.of(two))),
        scratch.changesAfter(first));
    assertNotEquals(first, scratch.changeCount());
  }

  @Test
  void aTransactionBeginsNoOther() {
    Scratch scratch = store.snapshot().scratch();

    assertThrows(
        IllegalStateException.class,
        () ->
            scratch.update(
                Lane.API,
                _ -> {
                  insert(scratch, Samples.task(1));
                  return true;
                }));
    assertEquals(List.of(), rows(scratch.rows()));
  }

  private static void steps(RandomTransactions caller, Transactions where) {
    for (int step = 0; step < STEPS; step++) {
      caller.step(where);
    }
  }

  private static void insert(Transactions where, Task task) {
    where.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.TASKS, task);
          return true;
        });
  }

  private static List<Object> rows(ReadTx state) {
    List<Object> rows = new ArrayList<>();
    Tables.ALL.forEach(table -> state.rows(table).forEach(rows::add));
    return rows;
  }

  private static Set<String> shown(Scratch scratch) {
    return scratch.update(Lane.API, tx -> new TreeSet<>(tx.mirror(IDS).ids));
  }

  private static Set<String> ids(ReadTx state) {
    Set<String> ids = new TreeSet<>();
    state.rows(Tables.TASKS).forEach(task -> ids.add(task.id().text()));
    return ids;
  }

  /** Shows the ids of the tasks that there are. */
  private static final class Ids implements Mirror {
    private final Set<String> ids = new TreeSet<>();

    @Override
    public void moved(Table<?, ?> table, @Nullable Object before, @Nullable Object after) {
      if (before instanceof Task task) {
        ids.remove(task.id().text());
      }
      if (after instanceof Task task) {
        ids.add(task.id().text());
      }
    }
  }
}
