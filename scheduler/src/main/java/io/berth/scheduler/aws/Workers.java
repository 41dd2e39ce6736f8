package io.berth.scheduler.aws;

import java.util.concurrent.Semaphore;

/**
 * Runs each request on a virtual thread of its own, at most so many at once. Any thread may call.
 */
final class Workers {
  private final Semaphore free;
  private final Thread.Builder threads = Thread.ofVirtual().name("api");

  Workers(int most) {
    this.free = new Semaphore(most);
  }

  /** Takes the work, or says that there is too much of it. */
  boolean tryRun(Runnable work) {
    if (!free.tryAcquire()) {
      return false;
    }
    threads.start(() -> {
      try {
        work.run();
      } finally {
        free.release();
      }
    });
    return true;
  }
}
