package io.berth.agent.main;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Collects the whole heap when it has grown well over what was left the last time. The serial
 * collector would first let the old generation grow to the heap's limit, and the host would pay for
 * garbage. For a process that is an agent and nothing else: it holds up all threads.
 */
final class HeapSweep implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  /** More than the young generation, which collects itself. */
  private static final long GROWTH_BYTES = 2L << 20;

  private final Thread thread = Thread.ofVirtual().name("heap-sweep").unstarted(this::look);

  void start() {
    thread.start();
  }

  private void look() {
    var never = new Semaphore(0);
    long left = 0;
    try {
      while (!never.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        if (used() - left > GROWTH_BYTES) {
          System.gc();
          left = used();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
