package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What one round of the writer takes, and in which order it makes durable, publishes and answers.
 */
class CommitterTest {
  private final List<String> order = new ArrayList<>();
  private final List<Integer> batches = new ArrayList<>();
  private final Publication publication = new Publication();
  private final Queue<Call<?>> waiting = new ArrayDeque<>();
  private long nanos;

  @Test
  void batchEndsAtItsTransactions() throws StorageException {
    insertEach(5);
    commitAll(new StoreLimits(9, 9, 9, 2, 100, Duration.ofDays(1)));
    assertEquals(List.of(2, 2, 1), batches);
  }

  @Test
  void batchEndsAtItsChanges() throws StorageException {
    insertEach(5);
    commitAll(new StoreLimits(9, 9, 9, 100, 3, Duration.ofDays(1)));
    assertEquals(List.of(3, 2), batches);
  }

  @Test
  void batchEndsWhenItsTimeIsUp() throws StorageException {
    insertEach(4);
    // Each look at the clock finds it a millisecond later.
    commitAll(new StoreLimits(9, 9, 9, 100, 100, Duration.ofMillis(2)));
    assertEquals(List.of(2, 2), batches);
  }

  @Test
  void thatNothingChangedIsNotWritten() throws StorageException {
    waiting.add(new Call<>(tx -> tx.count(Tables.CLUSTERS)));
    commitAll(StoreLimits.standard());
    assertEquals(List.of(), batches);
  }

  @Test
  void durableThenPublishedThenAnswered() throws StorageException {
    Watch watch = publication.watch(Set.of(Tables.CLUSTERS), 10);
    insertEach(1);
    commitAll(StoreLimits.standard());
    assertEquals(List.of("append with 0 published", "answered with 1 published"), order);
    assertEquals(1, watch.poll().stream().count());
  }

  private void insertEach(int clusters) {
    for (int number = 0; number < clusters; number++) {
      int one = number;
      waiting.add(
          new Call<>(tx -> {
            tx.insert(Tables.CLUSTERS, Samples.cluster(one));
            return true;
          }));
    }
  }

  private void commitAll(StoreLimits limits) throws StorageException {
    Committer committer =
        new Committer(new Recording(), limits, () -> nanos += 1_000_000, publication);
    committer.load();
    while (!waiting.isEmpty()) {
      List<Call<?>> taken = new ArrayList<>();
      Call<?> first = waiting.element();
      committer.commit(waiting::poll, taken);
      first.await();
      order.add("answered with " + published() + " published");
    }
  }

  private int published() {
    return publication.snapshot().count(Tables.CLUSTERS);
  }

  /** Notes what comes. */
  private final class Recording implements Journal {
    @Override
    public Version load(RowSink sink) {
      return new Version(1, 0);
    }

    @Override
    public void append(Batch batch) {
      batches.add(batch.changes().size());
      order.add("append with " + published() + " published");
    }

    @Override
    public void checkpoint(Path directory) {}

    @Override
    public void close() {}
  }
}
