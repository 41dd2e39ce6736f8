package io.berth.base;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * How a process comes to its end: somebody tells it to (SIGTERM, SIGINT), or a part of it fails.
 * Either way one thread, the one that started everything, closes it again. Any thread may report.
 */
public final class ProcessEnd {
  /** Told to end, but something hung: whoever asked must not take that for a clean end. */
  public static final int HUNG = 1;

  private final Duration patience;
  private final IntConsumer halt;
  private final CompletableFuture<Optional<Failure>> asked = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  /**
   * Once the end was asked for, nothing that hangs may keep the process alive longer than this; it
   * ends by {@code halt}, since the JVM's own code after a signal would read as a failure.
   */
  public ProcessEnd(Duration patience, IntConsumer halt) {
    this.patience = patience;
    this.halt = halt;
  }

  /** Why a process ends by itself: a code for whoever started it, a sentence for its operator. */
  public record Failure(int exitCode, String sentence) {}

  /** Makes a signal end the process in order, with the code that {@link #closed} is given. */
  public void onSignal() {
    Thread hook =
        Thread.ofPlatform()
            .name("process-end")
            .unstarted(() -> {
              asked.complete(Optional.empty());
              endOnceClosed();
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A part failed beyond mending; only the first reason counts. Never waits. */
  public void failed(int exitCode, String sentence) {
    asked.complete(Optional.of(new Failure(exitCode, sentence)));
  }

  /**
   * Waits for the end; empty when somebody asked for it, otherwise the reason. From then on the
   * time runs in which all has to be closed.
   */
  public Optional<Failure> await() {
    Optional<Failure> failure = asked.join();
    Thread.ofPlatform().name("process-end").daemon().start(this::endOnceClosed);
    return failure;
  }

  /** All is closed, and the process ends with this code. */
  public void closed(int exitCode) {
    closed.complete(exitCode);
  }

  private void endOnceClosed() {
    int exitCode = HUNG;
    try {
      exitCode = closed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException _) {
      // Told below by the code.
    } catch (ExecutionException e) {
      throw new IllegalStateException("only ever completed with a code", e);
    }
    halt.accept(exitCode);
  }
}
