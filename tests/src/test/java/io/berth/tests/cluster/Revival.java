package io.berth.tests.cluster;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts a scheduler again as soon as it has died at its point, beside whoever uses it. */
final class Revival implements AutoCloseable {
  private final Thread watcher;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final BerthProcess mortal;

  private Revival(SchedulerProcess scheduler, BerthProcess mortal) {
    this.mortal = mortal;
    this.watcher = Thread.ofPlatform().name("revival").unstarted(() -> revive(scheduler));
  }

  static Revival of(SchedulerProcess scheduler, BerthProcess mortal) {
    var revival = new Revival(scheduler, mortal);
    revival.watcher.start();
    return revival;
  }

  private void revive(SchedulerProcess scheduler) {
    try {
      if (mortal.awaitDeath() != HaltPoint.STATUS) {
        throw new AssertionError("it died by itself:\n" + mortal.lastLines());
      }
      scheduler.start();
    } catch (InterruptedException _) {
      // It lives on, and nobody waits for its death any more.
      Thread.currentThread().interrupt();
    } catch (Exception | AssertionError e) {
      failure.set(e);
    }
  }

  /** Whether it has died; it answers again then. */
  boolean wasNeeded() throws IOException {
    if (mortal.isAlive()) {
      return false;
    }
    join();
    if (failure.get() != null) {
      throw new AssertionError("the scheduler was not started again", failure.get());
    }
    return true;
  }

  private void join() throws IOException {
    try {
      watcher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (mortal.isAlive()) {
      watcher.interrupt();
    }
    join();
  }
}
