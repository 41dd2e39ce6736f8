package io.berth.scheduler.store.rocks;

import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.RandomTransactions;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.StorageException;
import java.nio.file.Path;
import java.util.stream.LongStream;
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
