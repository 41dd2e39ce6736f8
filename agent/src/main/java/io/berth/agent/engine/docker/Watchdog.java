package io.berth.agent.engine.docker;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends calls at their deadlines. One thread for all calls; it must never block, so what it runs may
 * only close a socket.
 */
final class Watchdog implements AutoCloseable {

  private final ScheduledThreadPoolExecutor timer;

  Watchdog() {
    timer = new ScheduledThreadPoolExecutor(1, Watchdog::thread);
    // Calls end long before their deadlines: without this each would stay in memory until then.
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Runs the end once, after that time, unless the watch is ended before. */
  Watch afterTotal(Duration time, Runnable end) {
    return new Watch(
        timer.schedule(end, time.toNanos(), TimeUnit.NANOSECONDS), new AtomicBoolean());
  }

  /** Runs the end when there was no progress for that time; at the latest after twice that time. */
  Watch afterSilence(Duration time, Runnable end) {
    var progress = new AtomicBoolean();
    Runnable check =
        () -> {
          if (!progress.getAndSet(false)) {
            end.run();
          }
        };
    return new Watch(
        timer.scheduleWithFixedDelay(check, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS),
        progress);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().daemon().name("engine-watchdog").unstarted(work);
  }

  /** One call under watch. */
  record Watch(ScheduledFuture<?> timing, AtomicBoolean hasProgressed) {

    void progress() {
      hasProgressed.set(true);
    }

    void end() {
      timing.cancel(false);
    }
  }
}
