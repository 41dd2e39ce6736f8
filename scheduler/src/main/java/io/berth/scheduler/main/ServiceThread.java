package io.berth.scheduler.main;

import io.berth.scheduler.control.ServiceLoop;
import io.berth.scheduler.control.TargetDrains;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.StoreClosedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the loops over services and over targets that drain: at once after news, and when their
 * time has come.
 */
final class ServiceThread {
  /** A clock that is set meanwhile moves no wake further away than this. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final StateStore store;
  private final TargetDrains drains;
  private final ServiceLoop loop;
  private final InstantSource clock;
  private @Nullable Thread thread;

  ServiceThread(StateStore store, RandomGenerator random, InstantSource clock) {
    this.store = store;
    this.drains = new TargetDrains(store);
    this.loop = new ServiceLoop(store, random);
    this.clock = clock;
  }

  void start(Consumer<Throwable> onBug) {
    thread = Thread.ofVirtual().name("services").start(() -> run(onBug));
  }

  private void run(Consumer<Throwable> onBug) {
    try {
      Instant now;
      do {
        now = clock.instant();
        endDrains(now);
      } while (loop.await(pause(now, loop.turn(now))));
    } catch (InterruptedException | StoreClosedException _) {
      // The process ends.
    } catch (RuntimeException bug) {
      onBug.accept(bug);
    }
  }

  /** News of the targets that end here come to the loop over services by themselves. */
  private void endDrains(Instant now) {
    if (TargetDrains.next(store.snapshot()).filter(at -> !at.isAfter(now)).isPresent()) {
      int _ = drains.turn(now);
    }
  }

  private Duration pause(Instant now, Optional<Instant> next) {
    return Stream.of(next, TargetDrains.next(store.snapshot()))
        .flatMap(Optional::stream)
        .map(at -> Duration.between(now, at))
        .min(Duration::compareTo)
        .filter(pause -> pause.compareTo(LONGEST) < 0)
        .orElse(LONGEST);
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
