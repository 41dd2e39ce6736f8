package io.berth.scheduler.api;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets a few questions be thought about at once, each on a platform thread of its own: they take
 * seconds of a processor, and on a virtual thread they would take them from all who share its
 * carrier. Any thread may call.
 */
public final class Questions {
  private final Semaphore free;
  private final Duration longestWait;
  private final LongSupplier nanoTime;

  /**
   * For all who ask.
   *
   * @param longestWait for a turn
   * @param nanoTime a clock that only moves forward, by which thinking ends
   */
  public Questions(int most, Duration longestWait, LongSupplier nanoTime) {
    this.free = new Semaphore(most);
    this.longestWait = longestWait;
    this.nanoTime = nanoTime;
  }

  LongSupplier nanoTime() {
    return nanoTime;
  }

  /** The answer; refused if too many others are being thought about for too long. */
  <T> T answer(Supplier<T> thinking) {
    awaitTurn();
    FutureTask<T> task =
        new FutureTask<>(() -> {
          try {
            return thinking.get();
          } finally {
            free.release();
          }
        });
    Thread.ofPlatform().name("question").daemon().start(task);
    return await(task);
  }

  private void awaitTurn() {
    try {
      if (free.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw ApiError.sender("ThrottlingException", "Rate exceeded");
  }

  /** Also through an interrupt: the question ends by itself, and its place is free only then. */
  private static <T> T await(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException known -> throw known;
        case Error known -> throw known;
        case null, default -> throw new IllegalStateException("a question failed", e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
