package io.berth.tests.bench;

import com.sun.management.ThreadMXBean;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * Measures what a changed row costs the writer beyond the disk: the change of the tables and their
 * indexes, and the publication of a snapshot. The rows are made before the clock starts.
 */
final class PublicationCost {
  private static final List<Integer> BATCHES = List.of(1, SampleTasks.BATCH);
  private final StoreSizes sizes;
  private final SampleTasks samples = new SampleTasks();
  private final SplittableRandom random = new SplittableRandom(1);
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  PublicationCost(StoreSizes sizes) {
    this.sizes = sizes;
  }

  /** Rows: tasks in the table, change, rows per batch, microseconds and bytes per row. */
  List<List<String>> measure() throws StorageException {
    List<List<String>> rows = new ArrayList<>();
    for (int tasks : sizes.publishedRows()) {
      InlineStore store = new InlineStore(new IdleJournal());
      store.start();
      samples.fill(store, tasks);
      for (int batch : BATCHES) {
        rows.add(row(tasks, "update", batch, updates(store, tasks, batch)));
        rows.add(row(tasks, "insert", batch, inserts(store, tasks, batch)));
      }
    }
    return rows;
  }

  private static List<String> row(int tasks, String change, int batch, List<Cost> costs) {
    return List.of(
        "%,d".formatted(tasks),
        change,
        "%,d".formatted(batch),
        Spread.of(costs.stream().mapToDouble(Cost::micros)).text(),
        Spread.rounded(Spread.of(costs.stream().mapToDouble(Cost::bytes)).median()));
  }

  private List<Cost> updates(InlineStore store, int tasks, int batch) {
    List<Cost> costs = new ArrayList<>();
    for (int round = 0; round <= sizes.rounds(); round++) {
      List<Task> changed = new ArrayList<>();
      for (int row = 0; row < sizes.rowsPerRound(); row++) {
        Task present = samples.task(random.nextInt(tasks));
        changed.add(present.seen(SampleTasks.running(Instant.ofEpochSecond(round, row))));
      }
      costs.add(cost(store, batch, changed, (tx, task) -> tx.update(Tables.TASKS, task)));
    }
    return withoutFirst(costs);
  }

  /** What a round inserts is taken out again, so that each round meets a table of the same size. */
  private List<Cost> inserts(InlineStore store, int tasks, int batch) {
    List<Cost> costs = new ArrayList<>();
    for (int round = 0; round <= sizes.rounds(); round++) {
      List<Task> added = new ArrayList<>();
      for (int row = 0; row < sizes.rowsPerRound(); row++) {
        added.add(samples.task(tasks + round * sizes.rowsPerRound() + row));
      }
      costs.add(cost(store, batch, added, (tx, task) -> tx.insert(Tables.TASKS, task)));
      cost(store, SampleTasks.BATCH, added, (tx, task) -> tx.remove(Tables.TASKS, task.id()));
    }
    return withoutFirst(costs);
  }

  /** The first round warms up. */
  private static List<Cost> withoutFirst(List<Cost> costs) {
    return costs.subList(1, costs.size());
  }

  private Cost cost(
      InlineStore store, int batch, List<Task> tasks, BiConsumer<WriteTx, Task> change) {
    long bytesBefore = threads.getCurrentThreadAllocatedBytes();
    long begin = System.nanoTime();
    for (int from = 0; from < tasks.size(); from += batch) {
      List<Task> some = tasks.subList(from, Math.min(tasks.size(), from + batch));
      store.update(
          Lane.LOOPS,
          tx -> {
            some.forEach(task -> change.accept(tx, task));
            return some.size();
          });
    }
    double nanos = System.nanoTime() - begin;
    double bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
    return new Cost(nanos / 1_000 / tasks.size(), bytes / tasks.size());
  }

  /** Of one changed row. */
  private record Cost(double micros, double bytes) {}
}
