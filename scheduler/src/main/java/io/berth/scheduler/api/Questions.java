package io.berth.scheduler.api;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets a few questions be thought about at once, each on a platform thread of its own: they take
 * seconds of a processor, and on a virtual thread they would take them from all who share its
 * carrier. Any thread may call.
 */
final class Questions {
  private final Semaphore free;

  Questions(int most) {
    this.free = new Semaphore(most);
  }

  /** The answer; refused while too many others are being thought about. */
  <T> T answer(Supplier<T> thinking) {
    if (!free.tryAcquire()) {
      throw ApiError.sender("ThrottlingException", "Rate exceeded");
    }
    FutureTask<T> task =
        new FutureTask<>(() -> {
          try {
            return thinking.get();
          } finally {
            free.release();
          }
        });
    Thread.ofPlatform().name("foresight").daemon().start(task);
    return await(task);
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
