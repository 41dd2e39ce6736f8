package io.berth.scheduler.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.RandomTransactions;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Version;
import io.berth.scheduler.store.WriteTx;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random transactions with a restart from disk after each step: the tables are always the same
 * again.
 */
class RestartFromDiskTest {
  @TempDir private Path directory = Path.of("");

  static LongStream seeds() {
    return Seeds.first(4);
  }

  @Test
  void epochThatWasBegunIsOnDisk() throws StorageException {
    Version begun = inStore(tx -> tx.beginEpoch(1L << 35));
    assertEquals(1L << 35, begun.epoch());
    assertEquals(begun, inStore(_ -> {}));
  }

  private Version inStore(Consumer<WriteTx> change) throws StorageException {
    try (RocksState state = new StateDirectory(directory, Durability.SYNCED).open(Samples.NOON)) {
      InlineStore store = new InlineStore(state);
      store.start();
      boolean _ =
          store.update(
              Lane.API,
              tx -> {
                change.accept(tx);
                return true;
              });
      return store.snapshot().version();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void restartAfterEachStepGivesTheSameTables(long seed) throws StorageException {
    RandomTransactions transactions = new RandomTransactions(seed);
    for (int step = 0; step < 25; step++) {
      try (RocksState state = new StateDirectory(directory, Durability.SYNCED).open(Samples.NOON)) {
        InlineStore store = new InlineStore(state);
        store.start();
        transactions.requireSame(store.snapshot());
        transactions.step(store);
        transactions.requireSame(store.snapshot());
      }
    }
  }
}
