package io.berth.tests.cluster;

import io.berth.scheduler.main.SchedulerConfig;
import io.berth.scheduler.main.SchedulerWiring;
import io.berth.scheduler.main.Surroundings;
import io.berth.scheduler.store.Batch;
import io.berth.scheduler.store.Journal;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A scheduler as it is, on a journal that kills it before or after a batch is durable; what lies
 * between is RocksDB's, and proven with power cuts.
 */
final class HaltingScheduler {
  private static final int BUG = 70;

  private HaltingScheduler() {}

  static Program dyingAt(int write, HaltPoint.How how) {
    return Program.main(HaltingScheduler.class, HaltPoint.words(write, how));
  }

  public static void main(String[] words) throws Exception {
    HaltPoint point = HaltPoint.read(words);
    var wiring =
        new SchedulerWiring(
            SchedulerConfig.read(List.of(words).subList(2, words.length)),
            Surroundings.ofThisMachine(),
            journal -> new HaltingJournal(journal, point),
            HaltingScheduler::bug);
    wiring.start();
    new CountDownLatch(1).await();
  }

  private static void bug(Throwable bug) {
    bug.printStackTrace();
    Runtime.getRuntime().halt(BUG);
  }

  private record HaltingJournal(Journal journal, HaltPoint point) implements Journal {
    @Override
    public Version load(RowSink sink) throws StorageException {
      return journal.load(sink);
    }

    @Override
    public void append(Batch batch) throws StorageException {
      point.pass(() -> journal.append(batch), () -> {});
    }

    @Override
    public void checkpoint(Path directory) throws StorageException {
      journal.checkpoint(directory);
    }

    @Override
    public void close() {
      journal.close();
    }
  }
}
