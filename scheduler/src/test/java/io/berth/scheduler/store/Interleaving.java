package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Lets a few actors meet on one object, many times over, each time shifted against one another by
 * another random trifle, so that over the rounds their steps fall into each other in many orders.
 */
final class Interleaving {
  private static final int LONGEST_SHIFT = 400;

  private Interleaving() {}

  /** One meeting: what the actors do, and what must hold when they have done it. */
  record Round(List<Callable<?>> actors, Runnable check) {}

  /** Makes a new meeting. */
  @FunctionalInterface
  interface Setting {
    Round next() throws Exception;
  }

  static void explore(int rounds, Setting setting) throws Exception {
    RandomGenerator random = Seeds.random(Seeds.asked().orElse(1L));
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int round = 0; round < rounds; round++) {
        Round meeting = setting.next();
        meet(meeting.actors(), threads, random);
        meeting.check().run();
      }
    }
  }

  private static void meet(
      List<Callable<?>> actors, ExecutorService threads, RandomGenerator random) throws Exception {
    AtomicInteger missing = new AtomicInteger(actors.size());
    List<Future<?>> running = new ArrayList<>();
    for (Callable<?> actor : actors) {
      int shift = random.nextInt(LONGEST_SHIFT);
      running.add(
          threads.submit(() -> {
            missing.decrementAndGet();
            while (missing.get() > 0) {
              Thread.onSpinWait();
            }
            for (int spin = 0; spin < shift; spin++) {
              Thread.onSpinWait();
            }
            return actor.call();
          }));
    }
    for (Future<?> each : running) {
      each.get();
    }
  }
}
