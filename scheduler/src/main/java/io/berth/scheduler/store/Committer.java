package io.berth.scheduler.store;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One round of the writer: run transactions against the head, make their changes durable, publish
 * them, tell watchers, answer callers, always in this order. Has no thread of its own; whoever
 * calls it is the writer.
 */
final class Committer {
  private final Journal journal;
  private final StoreLimits limits;
  private final LongSupplier nanoTime;
  private final Publication publication;
  private final Head head = new Head();

  Committer(Journal journal, StoreLimits limits, LongSupplier nanoTime, Publication publication) {
    this.journal = journal;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.publication = publication;
  }

  /** Brings back what the journal holds. */
  void load() throws StorageException {
    Version newest = journal.load(head);
    publication.begin(head.frozenAs(newest));
  }

  /**
   * Takes calls until none waits or the batch is full; a failing journal leaves them for the caller
   * to fail.
   */
  void commit(Supplier<@Nullable Call<?>> waiting, List<Call<?>> taken) throws StorageException {
    runBatch(waiting, taken);
    if (!head.isClean()) {
      Batch batch = head.batch(head.after(publication.snapshot().version()));
      journal.append(batch);
      publication.publish(
          head.frozenAs(batch.version()), new Commit(batch.version(), batch.changes()));
    }
    for (Call<?> call : taken) {
      call.answer();
    }
    taken.clear();
  }

  private void runBatch(Supplier<@Nullable Call<?>> waiting, List<Call<?>> taken) {
    long end = nanoTime.getAsLong() + limits.batchTime().toNanos();
    while (taken.size() < limits.batchTransactions()
        && head.changeCount() < limits.batchChanges()) {
      Call<?> call = waiting.get();
      if (call == null) {
        return;
      }
      taken.add(call);
      call.run(head);
      if (nanoTime.getAsLong() - end >= 0) {
        return;
      }
    }
  }
}
