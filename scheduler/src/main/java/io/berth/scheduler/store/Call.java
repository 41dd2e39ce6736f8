package io.berth.scheduler.store;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One transaction on its way through the writer and back. The caller's thread waits; the writer's
 * thread runs it, and answers once it is durable. The latch hands the fields over.
 */
final class Call<T extends @Nullable Object> {
  private final Transaction<T> transaction;
  private final CountDownLatch answered = new CountDownLatch(1);
  private @Nullable T result;
  private @Nullable RuntimeException thrown;

  Call(Transaction<T> transaction) {
    this.transaction = transaction;
  }

  void run(Head head) {
    try {
      result = head.run(transaction);
    } catch (RuntimeException e) {
      thrown = e;
    }
  }

  void answer() {
    answered.countDown();
  }

  void fail(RuntimeException cause) {
    thrown = cause;
    answered.countDown();
  }

  /**
   * Waits for the answer, also through an interrupt: the writer answers every call at its own pace,
   * and a caller that left early would not know whether its change was made.
   */
  @SuppressWarnings("NullAway") // a result is null only where T allows it
  T await() {
    boolean interrupted = false;
    while (true) {
      try {
        answered.await();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thrown != null) {
      throw thrown;
    }
    return result;
  }
}
