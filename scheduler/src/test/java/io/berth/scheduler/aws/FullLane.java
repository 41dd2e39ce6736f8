package io.berth.scheduler.aws;

import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StoreLimits;
import io.berth.scheduler.store.ThreadedStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A store whose API lane is full: it has room for one call, one is at work and does not end, and
 * another one waits. Once it is told to go on, there is room again.
 */
final class FullLane implements AutoCloseable {
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final ThreadedStore store;
  private final Thread atWork;
  private final Thread queued;

  FullLane() throws StorageException, InterruptedException {
    StoreLimits one = new StoreLimits(1, 1, 1, 1, 1, Duration.ofMillis(1));
    store = new ThreadedStore(new MemoryJournal(), one, () -> 0L, _ -> {});
    store.start();
    CountDownLatch writing = new CountDownLatch(1);
    atWork = Thread.ofPlatform().start(() -> store.update(Lane.API, _ -> hold(writing)));
    writing.await();
    queued = Thread.ofPlatform().start(() -> store.update(Lane.API, _ -> true));
    while (queued.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  ThreadedStore store() {
    return store;
  }

  void goOn() throws InterruptedException {
    goOn.countDown();
    atWork.join();
    queued.join();
  }

  @Override
  public void close() {
    goOn.countDown();
    store.close();
  }

  private boolean hold(CountDownLatch reached) {
    reached.countDown();
    try {
      return goOn.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
