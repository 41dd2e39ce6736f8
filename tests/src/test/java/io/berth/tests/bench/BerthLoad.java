package io.berth.tests.bench;

import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StoreLimits;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.ThreadedStore;
import io.berth.scheduler.store.rocks.Durability;
import io.berth.scheduler.store.rocks.RocksState;
import io.berth.scheduler.store.rocks.StateDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Virtual threads that each read and update one task in a transaction, in this process. */
final class BerthLoad implements WriteLoad {
  private final SampleTasks samples = new SampleTasks();
  private final RocksState state;
  private final ThreadedStore store;

  private BerthLoad(RocksState state) {
    this.state = state;
    this.store =
        new ThreadedStore(
            state, StoreLimits.standard(), System::nanoTime, Throwable::printStackTrace);
  }

  static BerthLoad start(Path directory) throws StorageException {
    BerthLoad load =
        new BerthLoad(new StateDirectory(directory, Durability.SYNCED).open(Instant.now()));
    load.store.start();
    load.samples.fill(load.store, KEYS);
    return load;
  }

  @Override
  public Latencies run(int clients, Duration time) throws Exception {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    List<Future<Latencies.Client>> running = new ArrayList<>();
    List<Latencies.Client> ended = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < clients; client++) {
        SplittableRandom random = new SplittableRandom(begin + client);
        running.add(threads.submit(() -> writeUntil(end, random)));
      }
      for (Future<Latencies.Client> client : running) {
        ended.add(client.get());
      }
    }
    return Latencies.of(ended, System.nanoTime() - begin);
  }

  private Latencies.Client writeUntil(long end, SplittableRandom random) {
    Latencies.Client client = new Latencies.Client();
    for (long now = System.nanoTime(); now - end < 0; ) {
      write(samples.id(random.nextInt(KEYS)), now);
      long after = System.nanoTime();
      client.took(after - now);
      now = after;
    }
    return client;
  }

  private void write(TaskId id, long nanos) {
    Sighting seen = SampleTasks.running(Instant.ofEpochSecond(0, nanos));
    store.update(
        Lane.API,
        tx -> {
          tx.update(Tables.TASKS, tx.find(Tables.TASKS, id).orElseThrow().seen(seen));
          return id;
        });
  }

  @Override
  public void close() {
    store.close();
    state.close();
  }
}
