package io.berth.scheduler.main;

import io.berth.scheduler.control.ServiceLoop;
import io.berth.scheduler.store.StoreClosedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns the loop over services: at once after news, and when its time has come. */
final class ServiceThread {
  /** A clock that is set meanwhile moves no wake further away than this. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final ServiceLoop loop;
  private final InstantSource clock;
  private @Nullable Thread thread;

  ServiceThread(ServiceLoop loop, InstantSource clock) {
    this.loop = loop;
    this.clock = clock;
  }

  void start(Consumer<Throwable> onBug) {
    thread = Thread.ofVirtual().name("services").start(() -> run(onBug));
  }

  private void run(Consumer<Throwable> onBug) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Instant now = clock.instant();
        loop.await(pause(now, loop.turn(now)));
      }
    } catch (InterruptedException | StoreClosedException _) {
      // The process ends.
    } catch (RuntimeException bug) {
      onBug.accept(bug);
    }
  }

  private static Duration pause(Instant now, Optional<Instant> next) {
    Duration pause = next.map(at -> Duration.between(now, at)).orElse(LONGEST);
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  /** Ends between two turns. */
  void close() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      running.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    loop.close();
  }
}
