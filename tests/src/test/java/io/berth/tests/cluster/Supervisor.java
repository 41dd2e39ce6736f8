package io.berth.tests.cluster;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a process running as a service manager does: when one has died at its {@link HaltPoint},
 * the next one that is to die takes its place, and after the last of them the usual one. Closing it
 * ends the supervision and leaves the process as it is.
 */
final class Supervisor implements AutoCloseable {
  private final Supervised place;
  private final Deque<Program> mortals;
  private final int toDie;
  private final AtomicInteger deaths = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Thread thread;

  private Supervisor(Supervised place, List<Program> mortals) {
    this.place = place;
    this.mortals = new ArrayDeque<>(mortals);
    this.toDie = mortals.size();
    this.thread = Thread.ofPlatform().name("supervisor").unstarted(this::supervise);
  }

  /** Ends the process that is there, and begins with the first of these. */
  static Supervisor of(Supervised place, List<Program> mortals) throws IOException {
    place.process().kill();
    var supervisor = new Supervisor(place, mortals);
    supervisor.launchNext();
    supervisor.thread.start();
    return supervisor;
  }

  private void launchNext() throws IOException {
    BerthProcess _ = place.launch(mortals.isEmpty() ? place.usual() : mortals.pop());
  }

  private void supervise() {
    try {
      while (true) {
        if (place.process().awaitDeath() != HaltPoint.STATUS) {
          throw new AssertionError("it died by itself:\n" + place.process().lastLines());
        }
        launchNext();
        deaths.incrementAndGet();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException | AssertionError e) {
      failure.set(e);
    }
  }

  /** Whether all who were to die have died, and the usual one runs. */
  boolean isOver() {
    if (failure.get() != null) {
      throw new AssertionError("the supervision failed", failure.get());
    }
    return deaths.get() == toDie;
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
