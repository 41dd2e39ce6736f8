package io.berth.base;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How a process comes to its end: somebody tells it to (SIGTERM, SIGINT), or a part of it fails.
 * Either way one thread, the one that started everything, closes it again. Any thread may report.
 */
public final class ProcessEnd {
  private final CompletableFuture<Optional<String>> asked = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Makes a signal end the process in order: the JVM waits until all is closed, but no longer than
   * this, so that nothing that hangs can keep a process alive which was told to go.
   */
  public void onSignal(Duration patience) {
    Thread hook =
        Thread.ofPlatform()
            .name("process-end")
            .unstarted(() -> {
              asked.complete(Optional.empty());
              awaitClosed(patience);
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A part failed beyond mending; only the first reason counts. Never waits. */
  public void failed(String sentence) {
    asked.complete(Optional.of(sentence));
  }

  /** Waits for the end; empty when somebody asked for it, otherwise the reason. */
  public Optional<String> await() {
    return asked.join();
  }

  /** All is closed: a signal need not wait any longer. */
  public void closed() {
    closed.countDown();
  }

  private void awaitClosed(Duration patience) {
    try {
      boolean _ = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
